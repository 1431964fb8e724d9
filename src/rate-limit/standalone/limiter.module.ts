import {
  type DynamicModule,
  Inject,
  Module,
  type OnApplicationShutdown,
  type OnModuleInit,
  type Provider,
} from '@nestjs/common';
import { APP_FILTER, APP_GUARD, HttpAdapterHost } from '@nestjs/core';
import { ThrottlerModule } from '@nestjs/throttler';
import type { FastifyInstance } from 'fastify';
import { Configuration } from '../../config/configuration.js';
import { parseRedisUrl } from '../../config/redis-url.js';
import { EventBus } from '../../events/event-bus.js';
import { startFacts } from '../../events/request-facts.js';
import { Metrics } from '../../metrics/metrics.js';
import { clientNetwork } from '../../network/client-network.js';
import { RedisClock } from '../../redis/redis-clock.js';
import { RedisConnection } from '../../redis/redis-connection.js';
import { Mirrors } from '../../users/mirrors.js';
import { PlanBook } from '../../users/plans/plan-book.js';
import { AppendLog } from '../log/append-log.js';
import type { LimitDecision } from '../decision.js';
import { Denials } from '../denials.js';
import { FollowUp } from '../route/follow-up.js';
import { HandOver } from '../alone/hand-over.js';
import { Instances } from '../instances/instances.js';
import { LimitChannel } from '../instances/limit-channel.js';
import { LimitDecider } from '../limit-decider.js';
import { Limiter } from '../limiter.js';
import { LimitMetrics } from '../limit-metrics.js';
import { LocalLimiter } from '../alone/local-limiter.js';
import { PlanTable } from '../plan-table.js';
import { PlanThrottlerGuard } from '../route/plan-throttler.guard.js';
import { Refunds } from '../route/refunds.js';
import { RouteThrottle } from '../route/route-throttle.js';
import { ThrottledRoutes } from '../route/throttled-routes.js';
import { ApplicationLimiter, CALLER_OF, type CallerOf } from './application-limiter.js';
import { RefusalFilter } from './refusal.filter.js';

export interface LimiterOptions {
  /** As REDIS_URL of the service: one server, Sentinel, Cluster, or a UNIX socket (`unix:///path`). */
  redisUrl: string;
  /** A plan file: see docs/rate-limit.md. Read again when it changes. */
  plansFile: string;
  callerOf: CallerOf;
  /** Told of every decision; must not throw. */
  onDecision?: (decision: LimitDecision, degraded: boolean) => void;
}

/** How long the start waits for Redis, ms; without it decisions are made alone until it is there. */
const FIRST_CONNECTION_MS = 2_000;

/**
 * The limiter for another Nest application on Fastify, without accounts, sessions or a database: import it once, and put
 * `@RateLimit` on routes. It brings its guard, the fields of the answers, and the filter that writes refusals.
 */
@Module({})
export class LimiterModule implements OnModuleInit, OnApplicationShutdown {
  constructor(
    private readonly adapter: HttpAdapterHost,
    @Inject(RedisConnection) private readonly redis: RedisConnection,
  ) {}

  static forRoot(options: LimiterOptions): DynamicModule {
    const { redisUrl, plansFile, callerOf, onDecision } = options;
    const core: Provider[] = [
      EventBus,
      Metrics,
      {
        provide: RedisConnection,
        useFactory: async () => {
          const redis = new RedisConnection(parseRedisUrl(redisUrl));
          await redis.connect(FIRST_CONNECTION_MS);
          return redis;
        },
      },
      RedisClock,
      { provide: Configuration, useFactory: () => Configuration.parse({ PLANS_FILE: plansFile }) },
      // No mirrors of accounts: nothing of theirs is announced.
      { provide: Mirrors, useValue: { announceWith: () => undefined } },
      {
        provide: LimitMetrics,
        useValue: { count: (decision: LimitDecision, degraded: boolean) => onDecision?.(decision, degraded) },
      },
      { provide: CALLER_OF, useValue: callerOf },
      { provide: Limiter, useClass: ApplicationLimiter },
    ];
    return {
      module: LimiterModule,
      // As in RateLimitModule: @Throttle adjusts the default throttler, whose own limit never counts.
      imports: [ThrottlerModule.forRoot({ throttlers: [{ name: 'default', limit: 1, ttl: 60_000 }] })],
      providers: [
        ...core,
        PlanBook,
        PlanTable,
        AppendLog,
        Instances,
        LocalLimiter,
        HandOver,
        LimitChannel,
        LimitDecider,
        Denials,
        Refunds,
        FollowUp,
        RouteThrottle,
        ThrottledRoutes,
        { provide: APP_GUARD, useClass: PlanThrottlerGuard },
        { provide: APP_FILTER, useClass: RefusalFilter },
      ],
      exports: [Limiter, PlanBook, LimitDecider],
    };
  }

  onModuleInit(): void {
    const fastify = this.adapter.httpAdapter.getInstance<FastifyInstance>();
    fastify.decorateRequest('network', '');
    fastify.addHook('onRequest', (request, _reply, done) => {
      startFacts(request);
      request.network = clientNetwork(request.ip);
      done();
    });
  }

  onApplicationShutdown(): void {
    this.redis.close();
  }
}
