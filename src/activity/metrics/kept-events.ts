import { Injectable } from '@nestjs/common';
import { Counter } from 'prom-client';
import { Metrics } from '../../metrics/metrics.js';
import type { StoredEvent } from '../activity-event.js';
import { registered } from './read-when-asked.js';

/** What this instance has kept, by type. Types are ours, so they are few. */
@Injectable()
export class KeptEvents {
  private readonly events: Counter<'type'>;

  constructor(metrics: Metrics) {
    this.events = new Counter({
      ...registered(metrics, 'activity_events_total', 'Events kept by this instance'),
      labelNames: ['type'],
    });
  }

  /** Called once they are committed. */
  count(events: readonly StoredEvent[]): void {
    for (const { event } of events) this.events.inc({ type: event.type });
  }
}
