import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Metrics } from '../../metrics/metrics.js';
import { StreamConsumer } from '../record/stream-consumer.js';
import { StreamTrimmer } from '../record/stream-trimmer.js';
import { EventWriter } from '../recorder/event-writer.js';
import { counted, gauge, registered } from './read-when-asked.js';

/** What the parts of the record on this instance count by themselves, read when a scrape comes. */
@Injectable()
export class RecordMetrics implements OnModuleInit {
  constructor(
    private readonly metrics: Metrics,
    private readonly writer: EventWriter,
    private readonly consumer: StreamConsumer,
    private readonly trimmer: StreamTrimmer,
  ) {}

  onModuleInit(): void {
    const { metrics, writer, consumer, trimmer } = this;
    const dropped = {
      ...registered(metrics, 'activity_dropped_total', 'Events given up, by cause'),
      labelNames: ['cause'],
    };
    counted(dropped, (counter) => {
      counter.inc({ cause: 'spool_full' }, writer.dropped);
      counter.inc({ cause: 'stream_full' }, trimmer.dropped);
      for (const [cause, count] of Object.entries(consumer.putAside)) counter.inc({ cause }, count);
    });
    counted(registered(metrics, 'audit_rows_total', 'Events of the stream kept by this instance'), (counter) => {
      counter.inc(consumer.total);
    });
    gauge(metrics, 'activity_spool_events', 'Events in memory, not yet in Redis', () => writer.waiting);
    gauge(metrics, 'activity_lag_seconds', 'Age of the event kept last, when it was kept', () => consumer.lagMs / 1000);
  }
}
