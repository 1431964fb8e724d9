import { Global, Module } from '@nestjs/common';
import { EventBus } from './event-bus.js';
import { Outbox } from './outbox.js';

/** The voice of every room; only activity listens. */
@Global()
@Module({ providers: [EventBus, Outbox], exports: [EventBus, Outbox] })
export class EventsModule {}
