import type { DomainEvent, DomainEventType } from '../events/domain-event.js';
import type { CodeFacts, DecisionFacts } from '../events/request-facts.js';

export type ActivityEventType = DomainEventType | 'http.request' | 'audit.dropped';

/** Who acted. `plan` is the live plan at that moment; `anonymous` callers have the plan of that name. */
export interface ActivityActor {
  kind: DomainEvent['actor']['kind'];
  id?: string;
  /** Id of the API key, never the key. */
  key?: string;
  plan?: string;
}

/**
 * One thing that happened, as the stream carries it and the record keeps it. Its time is not in here: the consumer
 * derives it from the stream entry's id (Redis' clock) and the entry's age, so instance clocks play no part.
 * Never code text, bodies, tokens, passwords or query strings.
 */
export interface ActivityEvent {
  /** Version of this shape. */
  v: 1;
  /** UUIDv7, made once: what makes a second delivery, or a second XADD after a lost answer, harmless. */
  id: string;
  type: ActivityEventType;
  outcome: DomainEvent['outcome'];
  /** The account whose record this belongs to. */
  tenant?: string;
  actor: ActivityActor;
  session?: string;
  /** Keyed hash of the client network. */
  net?: string;
  /** The client network, encrypted; only for anonymous callers who reached a limit, who have no other name. */
  src?: string;
  ua?: { family: string; hash: string };
  method?: string;
  /** The route's template, never the URL; null when no route matched. */
  route?: string | null;
  handler?: string;
  status?: number;
  /** Time until the answer was finished, and the part of it spent behind the guards. */
  ms?: number;
  handler_ms?: number;
  /** Body bytes, when the message declared them. */
  in?: number;
  out?: number;
  target?: { type: string; id: string };
  /** Request id. */
  corr?: string;
  decision?: DecisionFacts;
  code?: CodeFacts;
  /** Catalogue code of the error answered. */
  problem?: string;
  data?: DomainEvent['data'];
  /** In the record only: network and client, sealed under the key of who acted (record/personal-fields). */
  who?: string;
  /** In the record only: texts of `data` about a person, sealed under the key of whom the event belongs to. */
  text?: string;
}

/** An event before it is written out: what costs time (id, hashes, JSON) is added off the request's path. */
export interface PendingEvent {
  /** Monotonic ms (`performance.now()`) when it happened. */
  at: number;
  event: Omit<ActivityEvent, 'v' | 'id' | 'net' | 'src' | 'ua'>;
  network?: string;
  userAgent?: string;
}

/** An event as it was taken from the stream or the outbox. */
export interface StoredEvent {
  streamId: string;
  /** Unix ms, on Redis' clock. */
  time: number;
  event: ActivityEvent;
}

/** The account that an event is listed under, if any. */
export function ownerOf(event: Pick<ActivityEvent, 'tenant' | 'actor'>): string | null {
  if (event.tenant !== undefined) return event.tenant;
  return event.actor.kind === 'system' || event.actor.kind === 'anonymous' ? null : (event.actor.id ?? null);
}
