import { Controller, Get } from '@nestjs/common';
import { Public } from '../access/route-access.js';
import { ApiRoute } from '../openapi/api-route.js';
import { Problem } from '../problem/problem.js';
import { HealthRegistry, type HealthSummary } from './health-registry.js';
import { Lifecycle } from './lifecycle.js';

@Controller('health')
@Public()
export class HealthController {
  constructor(
    private readonly registry: HealthRegistry,
    private readonly lifecycle: Lifecycle,
  ) {}

  /** The process runs and its event loop turns; nothing else is asked, so that a sick store does not restart it. */
  @Get('live')
  @ApiRoute({ summary: 'The process is alive', answers: { 200: { description: 'Alive', example: { status: 'ok' } } } })
  live(): { status: 'ok' } {
    return { status: 'ok' };
  }

  @Get('ready')
  @ApiRoute({
    summary: 'The service takes requests, and the state of each dependency',
    description:
      '503 while a dependency is down that requests cannot be answered without (the database), and while the ' +
      'instance is shutting down. Without Redis the service is degraded, yet ready.',
    answers: {
      200: {
        description: 'Ready: `ok`, or `degraded` when something that can be done without is missing',
        example: {
          status: 'ok',
          checks: {
            database: { state: 'ok', kind: 'postgres' },
            redis: { state: 'ok', status: 'ready', breaker: 'closed' },
          },
        },
      },
    },
    errors: ['unavailable'],
  })
  async ready(): Promise<HealthSummary> {
    const summary = await this.registry.summary();
    if (this.lifecycle.draining || summary.status === 'unavailable') {
      throw new Problem('unavailable', {
        detail: this.lifecycle.draining ? 'This instance is shutting down.' : 'A required dependency is down.',
        headers: { 'retry-after': '5' },
        members: { checks: summary.checks },
      });
    }
    return summary;
  }
}
