/**
 * A Nest application of four routes behind the plan guard, for a test of @nestjs/throttler's decorators: no route of the
 * service uses them yet. A process of its own, because that package is CommonJS and cannot be loaded inside Jest.
 *
 *   node throttle-server.mjs <dist> <redis socket>      prints `listening on <url>`
 */
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Controller, Get, Module } from '@nestjs/common';
import { APP_GUARD, NestFactory, Reflector } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { SkipThrottle, Throttle, ThrottlerStorageService } from '@nestjs/throttler';

const [, , dist, socket] = process.argv;
const load = (file) => import(pathToFileURL(resolve(dist, file)).href);
const { Configuration } = await load('config/configuration.js');
const { EventBus } = await load('events/event-bus.js');
const { startFacts } = await load('events/request-facts.js');
const { Metrics } = await load('metrics/metrics.js');
const { ProblemFilter } = await load('problem/problem.filter.js');
const { AppendLog } = await load('rate-limit/append-log.js');
const { LimitCounters } = await load('rate-limit/counters/limit-counters.js');
const { Instances } = await load('rate-limit/instances.js');
const { LimitDecider } = await load('rate-limit/limit-decider.js');
const { LimitMetrics } = await load('rate-limit/limit-metrics.js');
const { LocalLimiter } = await load('rate-limit/local-limiter.js');
const { PlanTable } = await load('rate-limit/plan-table.js');
const { PlanThrottlerGuard } = await load('rate-limit/plan-throttler.guard.js');
const { RateLimit } = await load('rate-limit/rate-limit.decorator.js');
const { RateLimiter } = await load('rate-limit/rate-limiter.js');
const { RouteThrottle } = await load('rate-limit/route-throttle.js');
const { BackgroundRedis } = await load('redis/background-redis.js');
const { RedisConnection } = await load('redis/redis-connection.js');
const { PlanBook } = await load('users/plans/plan-book.js');

const redis = new RedisConnection({ kind: 'socket', path: socket });
await redis.connect(5_000);
const plans = new PlanBook(Configuration.parse({}), new EventBus());
const table = new PlanTable(plans);
const log = new AppendLog(redis, table);
const local = new LocalLimiter(new Instances(redis));
// Nobody signs in here, so nothing is ever asked of sessions.
const limiter = new RateLimiter(log, null, new LimitDecider(log, local, plans, table), null);
const guard = new PlanThrottlerGuard(
  { throttlers: [{ name: 'default', limit: 1, ttl: 60_000 }] },
  new ThrottlerStorageService(),
  new Reflector(),
  limiter,
  new RouteThrottle(log, local),
  new LimitMetrics(new Metrics(), new LimitCounters(new BackgroundRedis(redis))),
);
await guard.onModuleInit();

class RoutesController {
  free() {
    return {};
  }
  own() {
    return {};
  }
  planned() {
    return {};
  }
  skipped() {
    return {};
  }
}
Controller()(RoutesController);
decorate('free');
decorate('own', Throttle({ default: { limit: 2, ttl: 60_000 } }));
decorate('planned', RateLimit({ cost: 3 }));
decorate('skipped', RateLimit(), SkipThrottle());

class ServerModule {}
Module({ controllers: [RoutesController], providers: [{ provide: APP_GUARD, useValue: guard }] })(ServerModule);

const app = await NestFactory.create(ServerModule, new FastifyAdapter(), { logger: false });
app.useGlobalFilters(new ProblemFilter());
app
  .getHttpAdapter()
  .getInstance()
  .addHook('onRequest', (request, _reply, done) => {
    startFacts(request);
    request.network = '192.0.2.7';
    done();
  });
await app.listen(0, '127.0.0.1');
console.log(`listening on ${await app.getUrl()}`);

function decorate(name, ...decorators) {
  const descriptor = Object.getOwnPropertyDescriptor(RoutesController.prototype, name);
  for (const decorator of [Get(name), ...decorators]) decorator(RoutesController.prototype, name, descriptor);
}
