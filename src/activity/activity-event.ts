import type { DomainEvent, DomainEventType } from '../events/domain-event.js';
import type { CodeFacts, DecisionFacts, RefusalFacts } from '../events/request-facts.js';

/** The part of `net` that neighbouring networks share. */
export const areaOf = (net: string): string => net.slice(0, 12);

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
  /**
   * UUIDv7, made once: what makes a second delivery, or a second XADD after a lost answer, harmless. Of a request that
   * reached a limit decision, or was refused, the id of that decision.
   */
  id: string;
  type: ActivityEventType;
  outcome: DomainEvent['outcome'];
  /** The account whose record this belongs to. */
  tenant?: string;
  actor: ActivityActor;
  session?: string;
  /** Keyed hash of the client network; its first 12 characters are that of the /24 or /48 around it. */
  net?: string;
  /** The client network, encrypted: of callers without an account, who have no other name, and of sign-ins. */
  src?: string;
  /** Country of the client network (ISO 3166), and where in it, whole degrees; with GEOIP_FILE only. */
  cc?: string;
  geo?: readonly [latitude: number, longitude: number];
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
  /** Of a 403 or 429 that the limit decision does not explain. */
  refusal?: Omit<RefusalFacts, 'id'>;
  code?: CodeFacts;
  /** How long the analysis waited for a child process, ms. */
  queue_ms?: number;
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
  /** Where it is known already: of the decision that the caller was told. */
  id?: string;
  event: Omit<ActivityEvent, 'v' | 'id' | 'net' | 'src' | 'cc' | 'geo' | 'ua'>;
  network?: string;
  userAgent?: string;
}

/** An event as it was taken from the stream or the outbox. */
export interface StoredEvent {
  streamId: string;
  /** Place in the record, without gaps and in the order of commits; there once it is kept. */
  seq?: number;
  /** Unix ms, on Redis' clock. */
  time: number;
  event: ActivityEvent;
}

/** The account that an event is listed under, if any. */
export function ownerOf(event: Pick<ActivityEvent, 'tenant' | 'actor'>): string | null {
  if (event.tenant !== undefined) return event.tenant;
  return event.actor.kind === 'system' || event.actor.kind === 'anonymous' ? null : (event.actor.id ?? null);
}
