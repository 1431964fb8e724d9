import { Module } from '@nestjs/common';
import { RateLimitModule } from '../../rate-limit/rate-limit.module.js';
import { AppealAnswers } from '../appeals/appeal-answers.js';
import { AppealGrants } from '../appeals/appeal-grants.js';
import { AppealRecord } from '../appeals/appeal-record.js';
import { AppealStore } from '../appeals/appeal-store.js';
import { AppealsAdminController } from '../appeals/appeals-admin.controller.js';
import { AppealsController } from '../appeals/appeals.controller.js';
import { AppealsPersonalData } from '../appeals/appeals-personal-data.js';
import { Appeals } from '../appeals/appeals.js';
import { AuditModule } from '../audit/audit.module.js';
import { HistoryModule } from '../history/history.module.js';
import { DecisionLookup } from './decision-lookup.js';
import { DecisionsAdminController } from './decisions-admin.controller.js';
import { DecisionsController } from './decisions.controller.js';
import { Decisions } from './decisions.js';
import { PublicDecisionsController } from './public-decisions.controller.js';
import { RecentDecisions } from './recent-decisions.js';

/** Why a request was refused, and what is said against it. */
@Module({
  imports: [RateLimitModule, AuditModule, HistoryModule],
  controllers: [
    DecisionsController,
    DecisionsAdminController,
    PublicDecisionsController,
    AppealsController,
    AppealsAdminController,
  ],
  providers: [
    RecentDecisions,
    DecisionLookup,
    Decisions,
    AppealStore,
    AppealRecord,
    AppealGrants,
    Appeals,
    AppealAnswers,
    AppealsPersonalData,
  ],
  exports: [RecentDecisions],
})
export class DecisionsModule {}
