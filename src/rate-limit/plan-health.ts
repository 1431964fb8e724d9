import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HealthRegistry } from '../health/health-registry.js';
import { PlanBook } from '../users/plans/plan-book.js';

/** Longest text about the mistakes of a plan file. */
const LONGEST = 500;

/** Says in /health/ready whether the plans are those of the file, and otherwise what is wrong with it, by line. */
@Injectable()
export class PlanHealth implements OnModuleInit {
  constructor(
    private readonly registry: HealthRegistry,
    private readonly plans: PlanBook,
  ) {}

  onModuleInit(): void {
    this.registry.add('plans', () => {
      const { problems } = this.plans;
      return problems === null
        ? { state: 'ok', plans: this.plans.plans.size }
        : { state: 'degraded', plans: this.plans.plans.size, mistakes: problems.join('; ').slice(0, LONGEST) };
    });
  }
}
