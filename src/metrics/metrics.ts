import { Injectable } from '@nestjs/common';
import { collectDefaultMetrics, Registry } from 'prom-client';

/** Every metric of the service is named with this prefix (activity design, §5.4). */
export const METRIC_PREFIX = 'codepitamah_';

/**
 * The one Prometheus registry. A room makes its metrics with `registers: [metrics.registry]`; labels never hold a user,
 * an address or a raw path.
 */
@Injectable()
export class Metrics {
  readonly registry = new Registry();

  constructor() {
    collectDefaultMetrics({ register: this.registry });
  }
}
