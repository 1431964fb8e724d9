import { Injectable } from '@nestjs/common';
import type { ActivityEvent, PendingEvent } from '../activity-event.js';

/** Refusals remembered at most: some 5 MB. */
const CAPACITY = 5_000;

/** A request that was decided on, as far as it is known before the record has it. */
export interface FreshDecision {
  /** Unix ms. */
  time: number;
  event: Omit<ActivityEvent, 'v'>;
  /** Client network, in the clear. */
  network: string | undefined;
}

/**
 * The newest refusals of this instance, by the id that their callers were told: a moment passes until an event is in the
 * record, and while a store is away it may be long. Nothing is written for it: a flood of refusals only pushes out older ones.
 */
@Injectable()
export class RecentDecisions {
  private readonly byId = new Map<string, PendingEvent>();

  note(pending: PendingEvent): void {
    const { id, event } = pending;
    if (id === undefined || (event.status !== 403 && event.status !== 429)) return;
    if (this.byId.size >= CAPACITY) this.byId.delete(this.byId.keys().next().value as string);
    this.byId.set(id, pending);
  }

  get(id: string): FreshDecision | null {
    const pending = this.byId.get(id);
    if (pending === undefined) return null;
    const { at, event, network } = pending;
    return { time: Math.round(Date.now() - (performance.now() - at)), event: { id, ...event }, network };
  }
}
