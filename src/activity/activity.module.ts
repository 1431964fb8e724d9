import { Module } from '@nestjs/common';
import { RollupWriter } from './analytics/rollup-writer.js';
import { ActivityAdminController } from './history/activity-admin.controller.js';
import { ActivityController } from './history/activity.controller.js';
import { ActivityHistory } from './history/activity-history.js';
import { ViewedAccounts } from './history/viewed-accounts.js';
import { EventFollowers } from './record/event-followers.js';
import { EventStore } from './record/event-store.js';
import { OutboxMover } from './record/outbox-mover.js';
import { StreamConsumer } from './record/stream-consumer.js';
import { CallerCipher } from './recorder/caller-cipher.js';
import { DomainEventRecorder } from './recorder/domain-event-recorder.js';
import { EventWriter } from './recorder/event-writer.js';
import { RequestRecorder } from './recorder/request-recorder.js';

/** What happened: recorder → stream → record; from the record's stream detection, the score and the analytics follow. */
@Module({
  controllers: [ActivityController, ActivityAdminController],
  providers: [
    CallerCipher,
    EventWriter,
    RequestRecorder,
    DomainEventRecorder,
    EventStore,
    RollupWriter,
    EventFollowers,
    StreamConsumer,
    OutboxMover,
    ActivityHistory,
    ViewedAccounts,
  ],
})
export class ActivityModule {}
