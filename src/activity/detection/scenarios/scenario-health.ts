import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Gauge } from 'prom-client';
import { HealthRegistry } from '../../../health/health-registry.js';
import { METRIC_PREFIX, Metrics } from '../../../metrics/metrics.js';
import { ScenarioBook } from './scenario-book.js';

/** Longest text about the mistakes of a scenario file. */
const LONGEST = 500;

/** Says in /health/ready whether the scenarios are those of the file, and otherwise what is wrong with it, by line. */
@Injectable()
export class ScenarioHealth implements OnModuleInit {
  constructor(
    private readonly registry: HealthRegistry,
    private readonly book: ScenarioBook,
    private readonly metrics: Metrics,
  ) {}

  onModuleInit(): void {
    const { book } = this;
    const refused = new Gauge({
      name: `${METRIC_PREFIX}detect_scenarios_refused`,
      help: '1 while the scenario file has a mistake and the set before it is in force',
      registers: [],
      collect() {
        this.set(book.problems === null ? 0 : 1);
      },
    });
    this.metrics.registry.registerMetric(refused);
    this.registry.add('scenarios', () => {
      const { problems, scenarios } = this.book;
      return problems === null
        ? { state: 'ok', scenarios: scenarios.length }
        : { state: 'degraded', scenarios: scenarios.length, mistakes: problems.join('; ').slice(0, LONGEST) };
    });
  }
}
