/**
 * Another application behind the limiter: it imports LimiterModule and nothing else of the service, as docs/rate-limit.md
 * shows. A process of its own, because @nestjs/throttler is CommonJS and cannot be loaded inside Jest.
 *
 *   node throttle-server.mjs <dist> <redis socket> <plan file>      prints `listening on <url>`
 *
 * Callers name themselves and their plan in two header fields; without them they are anonymous.
 */
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Controller, Get, HttpException, InternalServerErrorException, Module, Post } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { SkipThrottle, Throttle } from '@nestjs/throttler';

const [, , dist, socket, plansFile] = process.argv;
const load = (file) => import(pathToFileURL(resolve(dist, file)).href);
const { LimiterModule } = await load('rate-limit/standalone/limiter.module.js');
const { RateLimit, snippetOrUpload } = await load('rate-limit/route/rate-limit.decorator.js');

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
  both() {
    return {};
  }
  skipped() {
    return {};
  }
  shaped() {
    return {};
  }
  policy() {
    return {};
  }
  failing() {
    throw new InternalServerErrorException();
  }
  teapot() {
    throw new HttpException({ mine: true }, 418);
  }
}
Controller()(RoutesController);
decorate('free', Get('free'));
decorate('own', Get('own'), Throttle({ default: { limit: 2, ttl: 60_000 } }));
decorate('planned', Get('planned'), RateLimit({ cost: 3 }));
decorate('both', Get('both'), RateLimit(), Throttle({ default: { limit: 1, ttl: 60_000 } }));
decorate('skipped', Get('skipped'), RateLimit(), SkipThrottle());
decorate('shaped', Post('shaped'), RateLimit({ cost: snippetOrUpload }));
decorate('policy', Get('policy'), RateLimit({ cost: 'report', policy: 'reports' }));
decorate('failing', Get('failing'), RateLimit({ cost: 'report', policy: 'reports' }));
decorate('teapot', Get('teapot'), RateLimit());

const limiter = LimiterModule.forRoot({
  redisUrl: `unix://${socket}`,
  plansFile,
  callerOf: ({ headers }) => (headers['x-caller'] ? { id: headers['x-caller'], plan: headers['x-plan'] ?? '' } : null),
  onDecision: ({ shadow }) => shadow.length > 0 && console.log(`shadow ${shadow.join(' ')}`),
});

class ServerModule {}
Module({ imports: [limiter], controllers: [RoutesController] })(ServerModule);

const app = await NestFactory.create(ServerModule, new FastifyAdapter(), { logger: ['error', 'fatal'] });
app.enableShutdownHooks();
app
  .getHttpAdapter()
  .getInstance()
  .addContentTypeParser('*', (_request, payload, done) => {
    payload.resume();
    done(null, {});
  });
await app.listen(0, '127.0.0.1');
console.log(`listening on ${await app.getUrl()}`);

function decorate(name, ...decorators) {
  const descriptor = Object.getOwnPropertyDescriptor(RoutesController.prototype, name);
  for (const decorator of decorators) decorator(RoutesController.prototype, name, descriptor);
}
