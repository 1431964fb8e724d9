import { Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Problem } from '../../problem/problem.js';
import { PlanBook } from '../../users/plans/plan-book.js';

/** The size of code that a caller's plan allows. */
@Injectable()
export class CodeSize {
  constructor(private readonly plans: PlanBook) {}

  /** @throws Problem `payload_too_large`, naming the plan and its size. */
  refuseTooLarge(code: string, { principal }: FastifyRequest): void {
    const plan = principal ? this.plans.of(principal.account.plan) : this.plans.anonymous;
    if (Buffer.byteLength(code) <= plan.maxCodeBytes) return;
    throw new Problem('payload_too_large', {
      detail: `The code is longer than the ${plan.maxCodeBytes} bytes that the plan "${plan.name}" allows.`,
    });
  }
}
