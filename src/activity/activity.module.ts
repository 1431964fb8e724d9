import { Module } from '@nestjs/common';
import { RateLimitModule } from '../rate-limit/rate-limit.module.js';
import { ActivityHealth } from './activity-health.js';
import { AlertsModule } from './alerts/alerts.module.js';
import { AnalyticsModule } from './analytics/analytics.module.js';
import { AuditModule } from './audit/audit.module.js';
import { DecisionsModule } from './decisions/decisions.module.js';
import { DetectionModule } from './detection/detection.module.js';
import { HistoryModule } from './history/history.module.js';
import { KeptEvents } from './metrics/kept-events.js';
import { RecordMetrics } from './metrics/record-metrics.js';
import { StoreMetrics } from './metrics/store-metrics.js';
import { ActivityPersonalData } from './privacy/activity-personal-data.js';
import { EventFollowers } from './record/event-followers.js';
import { EventStore } from './record/event-store.js';
import { OutboxMover } from './record/outbox-mover.js';
import { RecordUpkeep } from './record/record-upkeep.js';
import { Retention } from './record/retention.js';
import { StreamConsumer } from './record/stream-consumer.js';
import { StreamTrimmer } from './record/stream-trimmer.js';
import { DomainEventRecorder } from './recorder/domain-event-recorder.js';
import { EventWriter } from './recorder/event-writer.js';
import { NetworkPlaces } from './recorder/network-places.js';
import { RequestRecorder } from './recorder/request-recorder.js';

/** What happened: recorder → stream → record; from the record's stream detection, the score and the analytics follow. */
@Module({
  imports: [
    RateLimitModule,
    AuditModule,
    AlertsModule,
    DetectionModule,
    AnalyticsModule,
    HistoryModule,
    DecisionsModule,
  ],
  providers: [
    EventWriter,
    NetworkPlaces,
    RequestRecorder,
    DomainEventRecorder,
    ActivityPersonalData,
    EventStore,
    EventFollowers,
    StreamConsumer,
    OutboxMover,
    StreamTrimmer,
    Retention,
    RecordUpkeep,
    ActivityHealth,
    StoreMetrics,
    KeptEvents,
    RecordMetrics,
  ],
})
export class ActivityModule {}
