import { Module } from '@nestjs/common';
import { AuthModule } from '../../auth/auth.module.js';
import { CallerCipher } from '../recorder/caller-cipher.js';
import { AlertHealth } from './alert-health.js';
import { AlertMetrics } from './alert-metrics.js';
import { AlertsController } from './alerts.controller.js';
import { AlertsPersonalData } from './alerts-personal-data.js';
import { ChannelBox } from './channels/channel-box.js';
import { ChannelInput } from './channels/channel-input.js';
import { Channels } from './channels/channels.js';
import { Deliveries } from './channels/deliveries.js';
import { DeliveriesAdminController } from './channels/deliveries-admin.controller.js';
import { WebhooksAdminController } from './channels/webhooks-admin.controller.js';
import { AddressGuard } from './delivery/address-guard.js';
import { ChannelTransport } from './delivery/channel-transport.js';
import { DeliveryAttempts } from './delivery/delivery-attempts.js';
import { DeliveryQueue } from './delivery/delivery-queue.js';
import { DeliverySender } from './delivery/delivery-sender.js';
import { RetrySchedule } from './delivery/retry-schedule.js';
import { Candidates } from './grouping/candidates.js';
import { Composer } from './grouping/composer.js';
import { Envelopes } from './grouping/envelopes.js';
import { SuppressionReader } from './grouping/suppression.js';
import { AlertActs } from './model/alert-acts.js';
import { AlertChanges } from './model/alert-changes.js';
import { AlertFigures } from './model/alert-figures.js';
import { AlertList } from './model/alert-list.js';
import { AlertRetention } from './model/alert-retention.js';
import { AlertUpkeep } from './model/alert-upkeep.js';
import { AlertWriter } from './model/alert-writer.js';
import { Silences } from './silences/silences.js';
import { SilencesController } from './silences/silences.controller.js';
import { AlertIntake } from './sources/alert-intake.js';
import { AlertSignals } from './sources/alert-signals.js';
import { AlertStream } from './stream/alert-stream.js';
import { AlertStreamController } from './stream/alert-stream.controller.js';

/** From what rooms announce on the event bus to somebody who knows: alerts → groups → messages → channels. */
@Module({
  imports: [AuthModule],
  controllers: [
    AlertStreamController,
    SilencesController,
    AlertsController,
    WebhooksAdminController,
    DeliveriesAdminController,
  ],
  providers: [
    CallerCipher,
    AlertSignals,
    AlertIntake,
    AlertWriter,
    AlertChanges,
    AlertActs,
    AlertList,
    AlertFigures,
    AlertUpkeep,
    AlertRetention,
    AlertsPersonalData,
    Envelopes,
    Candidates,
    SuppressionReader,
    Composer,
    Silences,
    ChannelBox,
    ChannelInput,
    Channels,
    Deliveries,
    AddressGuard,
    RetrySchedule,
    DeliveryQueue,
    ChannelTransport,
    DeliveryAttempts,
    DeliverySender,
    AlertMetrics,
    AlertHealth,
    AlertStream,
  ],
  exports: [AlertFigures, AlertIntake],
})
export class AlertsModule {}
