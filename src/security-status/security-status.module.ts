import { Module } from '@nestjs/common';
import { SecurityStatusController } from './security-status.controller.js';

@Module({ controllers: [SecurityStatusController] })
export class SecurityStatusModule {}
