import { Global, Module } from '@nestjs/common';
import { PlanBook } from './plan-book.js';

/** The plans, for every room. */
@Global()
@Module({ providers: [PlanBook], exports: [PlanBook] })
export class PlansModule {}
