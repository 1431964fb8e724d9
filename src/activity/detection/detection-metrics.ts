import { Injectable } from '@nestjs/common';
import { Counter, Gauge, Histogram } from 'prom-client';
import { METRIC_PREFIX, Metrics } from '../../metrics/metrics.js';
import type { Scenario } from './scenarios/scenario.js';

const name = (suffix: string) => METRIC_PREFIX + suffix;

/** What detection counts of itself. */
@Injectable()
export class DetectionMetrics {
  private readonly fires: Counter<'scenario' | 'mode'>;
  private readonly seconds: Histogram;
  private readonly evictions: Counter;
  private readonly behind: Gauge;

  constructor({ registry }: Metrics) {
    const registers = [registry];
    this.fires = new Counter({
      name: name('detect_fires_total'),
      help: 'Scenarios that fired',
      labelNames: ['scenario', 'mode'],
      registers,
    });
    this.seconds = new Histogram({
      name: name('detect_eval_seconds'),
      help: 'Time of one evaluation in Redis, by event of it',
      buckets: [0.000_01, 0.000_05, 0.000_1, 0.000_5, 0.001, 0.005, 0.05, 0.5],
      registers,
    });
    this.evictions = new Counter({
      name: name('detect_evicted_total'),
      help: 'Networks forgotten to make room for others',
      registers,
    });
    this.behind = new Gauge({
      name: name('detect_stale'),
      help: '1 while detection is so far behind that multipliers are not told',
      registers,
    });
  }

  fired({ name, mode }: Pick<Scenario, 'name' | 'mode'>): void {
    this.fires.inc({ scenario: name, mode });
  }

  evaluated(events: number, ms: number): void {
    this.seconds.observe(ms / 1_000 / events);
  }

  evicted(count: number): void {
    this.evictions.inc(count);
  }

  stale(whether: boolean): void {
    this.behind.set(whether ? 1 : 0);
  }
}
