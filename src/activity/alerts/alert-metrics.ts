import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Counter, Gauge } from 'prom-client';
import { METRIC_PREFIX, Metrics } from '../../metrics/metrics.js';
import { AlertFigures } from './model/alert-figures.js';

/** So that an existing Prometheus and its Alertmanager can do it all themselves. */
@Injectable()
export class AlertMetrics implements OnModuleInit {
  private readonly deliveries: Counter<'channel' | 'result'>;

  constructor(
    private readonly metrics: Metrics,
    private readonly figures: AlertFigures,
  ) {
    this.deliveries = new Counter({
      name: `${METRIC_PREFIX}alert_deliveries_total`,
      help: 'Attempts to deliver alert messages, by channel and what came of them',
      labelNames: ['channel', 'result'] as const,
      registers: [metrics.registry],
    });
  }

  onModuleInit(): void {
    const { figures } = this;
    // oxlint-disable-next-line no-new -- the registry keeps it
    new Gauge({
      name: `${METRIC_PREFIX}alerts_open`,
      help: 'Alerts that are not resolved, the same on every instance',
      labelNames: ['severity', 'scenario'] as const,
      registers: [this.metrics.registry],
      async collect() {
        this.reset();
        try {
          for (const { severity, scenario, count } of await figures.open()) this.set({ severity, scenario }, count);
        } catch {
          // The database is away: no figure is better than an old one.
        }
      },
    });
  }

  delivered(channel: string, result: 'delivered' | 'failed' | 'dead'): void {
    this.deliveries.inc({ channel, result });
  }
}
