import { Injectable } from '@nestjs/common';
import type { DomainEvent } from './domain-event.js';

export type DomainEventListener = (event: DomainEvent) => void;

/**
 * In-process, synchronous bus for ordinary domain events. A listener must only enqueue: it runs on the caller's path.
 * Critical events (a change of rights) go through `Outbox.append` in the change's own transaction instead.
 */
@Injectable()
export class EventBus {
  private readonly listeners = new Set<DomainEventListener>();

  /** Returns the function that ends the subscription. */
  subscribe(listener: DomainEventListener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  emit(event: DomainEvent): void {
    for (const listener of this.listeners) listener(event);
  }
}
