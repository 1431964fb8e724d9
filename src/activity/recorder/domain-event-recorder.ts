import { Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import type { DomainEvent } from '../../events/domain-event.js';
import { EventBus } from '../../events/event-bus.js';
import type { PendingEvent } from '../activity-event.js';
import { EventWriter } from './event-writer.js';

/** Puts what other rooms announce on the bus into the record, beside the requests. */
@Injectable()
export class DomainEventRecorder implements OnModuleInit, OnApplicationShutdown {
  private unsubscribe: (() => void) | undefined;

  constructor(
    private readonly bus: EventBus,
    private readonly writer: EventWriter,
  ) {}

  onModuleInit(): void {
    this.unsubscribe = this.bus.subscribe((event) => {
      const at = performance.now();
      this.writer.enqueue({
        at,
        event: eventOf(event),
        ...(event.network === undefined ? {} : { network: event.network }),
        ...(event.userAgent === undefined ? {} : { userAgent: event.userAgent }),
      });
    });
  }

  onApplicationShutdown(): void {
    this.unsubscribe?.();
  }
}

export function eventOf(event: DomainEvent): PendingEvent['event'] {
  const { type, outcome, actor, tenant, target, requestId, data } = event;
  return {
    type,
    outcome,
    actor,
    ...(tenant === undefined ? {} : { tenant }),
    ...(target === undefined ? {} : { target }),
    ...(requestId === undefined ? {} : { corr: requestId }),
    ...(data === undefined ? {} : { data }),
  };
}
