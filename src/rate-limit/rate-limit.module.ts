import { Module } from '@nestjs/common';
import { ThrottlerModule } from '@nestjs/throttler';
import { AuthModule } from '../auth/auth.module.js';
import { AppendLog } from './log/append-log.js';
import { CallerQuestion } from './caller-question.js';
import { CounterMetrics } from './counters/counter-metrics.js';
import { LimitCounters } from './counters/limit-counters.js';
import { LimitFigures } from './counters/limit-figures.js';
import { Denials } from './denials.js';
import { FollowUp } from './route/follow-up.js';
import { HandOver } from './alone/hand-over.js';
import { Instances } from './instances/instances.js';
import { KnownSessions } from './known-sessions.js';
import { LimitAdministration } from './administration/limit-administration.js';
import { LimitChannel } from './instances/limit-channel.js';
import { LimitDecider } from './limit-decider.js';
import { LimitHealth } from './limit-health.js';
import { LimitLooks } from './administration/limit-looks.js';
import { LimitMetrics } from './limit-metrics.js';
import { AccessAdministration } from './lists/access-administration.js';
import { AccessEntries } from './lists/access-entries.js';
import { AccessPublisher } from './lists/access-publisher.js';
import { AccessRequests } from './lists/access-requests.js';
import { AllowListController } from './lists/allow-list.controller.js';
import { BlocksController } from './lists/blocks.controller.js';
import { NetworkLists } from './lists/network-lists.js';
import { Limiter } from './limiter.js';
import { LimitsAdminController } from './administration/limits-admin.controller.js';
import { LimitsPersonalData } from './administration/limits-personal-data.js';
import { LimitsController } from './administration/limits.controller.js';
import { LocalLimiter } from './alone/local-limiter.js';
import { PlanHealth } from './plan-health.js';
import { PlanTable } from './plan-table.js';
import { PlanThrottlerGuard } from './route/plan-throttler.guard.js';
import { RateLimiter } from './rate-limiter.js';
import { Refunds } from './route/refunds.js';
import { RouteThrottle } from './route/route-throttle.js';
import { ThrottledRoutes } from './route/throttled-routes.js';

/** How much is left. The guard is put in its order in app.module. */
@Module({
  // The default throttler exists so that @Throttle has something to adjust; its own limit never counts.
  imports: [AuthModule, ThrottlerModule.forRoot({ throttlers: [{ name: 'default', limit: 1, ttl: 60_000 }] })],
  controllers: [LimitsController, LimitsAdminController, BlocksController, AllowListController],
  providers: [
    AccessAdministration,
    AccessEntries,
    AccessPublisher,
    AccessRequests,
    AppendLog,
    CallerQuestion,
    CounterMetrics,
    Denials,
    FollowUp,
    HandOver,
    Instances,
    KnownSessions,
    LimitAdministration,
    LimitChannel,
    LimitCounters,
    LimitDecider,
    LimitFigures,
    LimitHealth,
    LimitLooks,
    LimitMetrics,
    LimitsPersonalData,
    LocalLimiter,
    NetworkLists,
    PlanHealth,
    PlanTable,
    PlanThrottlerGuard,
    RateLimiter,
    { provide: Limiter, useExisting: RateLimiter },
    Refunds,
    RouteThrottle,
    ThrottledRoutes,
  ],
  exports: [AccessAdministration, AccessRequests, LimitFigures, LimitLooks, PlanThrottlerGuard],
})
export class RateLimitModule {}
