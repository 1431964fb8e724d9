import { type DynamicModule, Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_PIPE } from '@nestjs/core';
import { ActivityModule } from './activity/activity.module.js';
import { AuthModule } from './auth/auth.module.js';
import { AuthenticationGuard } from './auth/authentication.guard.js';
import { AuthorisationGuard } from './auth/authorisation.guard.js';
import { SecondFactorGuard } from './auth/mfa/second-factor.guard.js';
import { ArchitectureModule } from './analysis/architecture/architecture.module.js';
import { AnalysisModule } from './analysis/analysis.module.js';
import { BillingModule } from './billing/billing.module.js';
import { ConfigModule } from './config/config.module.js';
import type { Configuration } from './config/configuration.js';
import { DatabaseModule } from './database/database.module.js';
import { EventsModule } from './events/events.module.js';
import { HealthModule } from './health/health.module.js';
import { MailModule } from './mail/mail.module.js';
import { MetricsModule } from './metrics/metrics.module.js';
import { OpenapiModule } from './openapi/openapi.module.js';
import { ProblemFilter } from './problem/problem.filter.js';
import { RequestValidationPipe } from './problem/validation.pipe.js';
import { RedisModule } from './redis/redis.module.js';
import { PlanThrottlerGuard } from './rate-limit/route/plan-throttler.guard.js';
import { RateLimitModule } from './rate-limit/rate-limit.module.js';
import { SecurityStatusModule } from './security-status/security-status.module.js';
import { PlansModule } from './users/plans/plans.module.js';
import { UsersModule } from './users/users.module.js';

/** Every room, and in one place the order in which guards, pipe and filter run. */
@Module({})
export class AppModule {
  static of(configuration: Configuration): DynamicModule {
    return {
      module: AppModule,
      imports: [
        ConfigModule.of(configuration),
        EventsModule,
        DatabaseModule,
        RedisModule,
        HealthModule,
        MetricsModule,
        OpenapiModule,
        MailModule,
        PlansModule,
        UsersModule,
        AuthModule,
        RateLimitModule,
        AnalysisModule,
        ArchitectureModule,
        BillingModule,
        ActivityModule,
        SecurityStatusModule,
      ],
      providers: [
        // Guards, in their order: who calls (authentication), how much is left (plan limit), what is allowed (authorisation),
        // whether a second factor must be proved first.
        { provide: APP_GUARD, useExisting: AuthenticationGuard },
        { provide: APP_GUARD, useExisting: PlanThrottlerGuard },
        { provide: APP_GUARD, useExisting: AuthorisationGuard },
        { provide: APP_GUARD, useExisting: SecondFactorGuard },
        { provide: APP_PIPE, useClass: RequestValidationPipe },
        { provide: APP_FILTER, useClass: ProblemFilter },
      ],
    };
  }
}
