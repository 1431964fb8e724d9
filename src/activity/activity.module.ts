import { Module } from '@nestjs/common';
import { RateLimitModule } from '../rate-limit/rate-limit.module.js';
import { ActivityHealth } from './activity-health.js';
import { AlertsModule } from './alerts/alerts.module.js';
import { AnalyticsController } from './analytics/analytics.controller.js';
import { Analytics } from './analytics/analytics.js';
import { AnalyticsStreamController } from './analytics/live/analytics-stream.controller.js';
import { AnalyticsStream } from './analytics/live/analytics-stream.js';
import { LiveReader } from './analytics/live/live-figures.js';
import { LimiterFigures } from './analytics/limiter-figures.js';
import { RollupCompaction } from './analytics/rollup/rollup-compaction.js';
import { RollupReader } from './analytics/rollup/rollup-reader.js';
import { RollupUpkeep } from './analytics/rollup/rollup-upkeep.js';
import { RollupWriter } from './analytics/rollup/rollup-writer.js';
import { AppealAnswers } from './appeals/appeal-answers.js';
import { AppealGrants } from './appeals/appeal-grants.js';
import { AppealRecord } from './appeals/appeal-record.js';
import { AppealStore } from './appeals/appeal-store.js';
import { AppealsAdminController } from './appeals/appeals-admin.controller.js';
import { AppealsController } from './appeals/appeals.controller.js';
import { AppealsPersonalData } from './appeals/appeals-personal-data.js';
import { Appeals } from './appeals/appeals.js';
import { DecisionLookup } from './decisions/decision-lookup.js';
import { DecisionsAdminController } from './decisions/decisions-admin.controller.js';
import { DecisionsController } from './decisions/decisions.controller.js';
import { Decisions } from './decisions/decisions.js';
import { PublicDecisionsController } from './decisions/public-decisions.controller.js';
import { RecentDecisions } from './decisions/recent-decisions.js';
import { AuditModule } from './audit/audit.module.js';
import { DetectionModule } from './detection/detection.module.js';
import { ActivityAdminController } from './history/activity-admin.controller.js';
import { ActivityController } from './history/activity.controller.js';
import { ActivityHistory } from './history/activity-history.js';
import { ViewedAccounts } from './history/viewed-accounts.js';
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
import { RequestRecorder } from './recorder/request-recorder.js';
import { BehaviourStatus } from './security-status/behaviour-status.js';
import { UserStatusAdminController } from './security-status/user-status-admin.controller.js';
import { UserStatusController } from './security-status/user-status.controller.js';
import { UsageController } from './usage/usage.controller.js';
import { UsagePersonalData } from './usage/usage-personal-data.js';
import { Usage } from './usage/usage.js';

/** What happened: recorder → stream → record; from the record's stream detection, the score and the analytics follow. */
@Module({
  imports: [RateLimitModule, AuditModule, AlertsModule, DetectionModule],
  controllers: [
    ActivityController,
    ActivityAdminController,
    UserStatusController,
    UserStatusAdminController,
    AnalyticsController,
    AnalyticsStreamController,
    DecisionsController,
    DecisionsAdminController,
    PublicDecisionsController,
    AppealsController,
    AppealsAdminController,
    UsageController,
  ],
  providers: [
    EventWriter,
    RequestRecorder,
    DomainEventRecorder,
    ActivityPersonalData,
    EventStore,
    RollupWriter,
    RollupCompaction,
    RollupReader,
    LimiterFigures,
    LiveReader,
    AnalyticsStream,
    RollupUpkeep,
    EventFollowers,
    StreamConsumer,
    OutboxMover,
    StreamTrimmer,
    Retention,
    RecordUpkeep,
    ActivityHealth,
    Analytics,
    RecentDecisions,
    DecisionLookup,
    Decisions,
    AppealStore,
    AppealRecord,
    AppealGrants,
    Appeals,
    AppealAnswers,
    AppealsPersonalData,
    Usage,
    UsagePersonalData,
    BehaviourStatus,
    ActivityHistory,
    ViewedAccounts,
  ],
})
export class ActivityModule {}
