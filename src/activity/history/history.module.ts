import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module.js';
import { DetectionModule } from '../detection/detection.module.js';
import { BehaviourStatus } from '../security-status/behaviour-status.js';
import { LatestFires } from '../security-status/latest-fires.js';
import { UserStatusAdminController } from '../security-status/user-status-admin.controller.js';
import { UserStatusController } from '../security-status/user-status.controller.js';
import { ActivityAdminController } from './activity-admin.controller.js';
import { ActivityController } from './activity.controller.js';
import { ActivityHistory } from './activity-history.js';
import { ViewedAccounts } from './viewed-accounts.js';

/** What is known of one account, for its user and for admins: what it did, and how its score stands. */
@Module({
  imports: [AuditModule, DetectionModule],
  controllers: [ActivityController, ActivityAdminController, UserStatusController, UserStatusAdminController],
  providers: [ActivityHistory, ViewedAccounts, LatestFires, BehaviourStatus],
  exports: [ActivityHistory, ViewedAccounts, BehaviourStatus],
})
export class HistoryModule {}
