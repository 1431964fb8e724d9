import type { FastifyRequest } from 'fastify';
import type { RequestFacts } from '../../events/request-facts.js';
import type { ActivityActor, ActivityEvent, PendingEvent } from '../activity-event.js';

/** Recorded for a caller who left before the answer was finished (nginx' number; never sent). */
export const CLIENT_CLOSED_REQUEST = 499;

/** What the wire tells about an exchange, whoever answered it. */
export interface Exchange {
  method: string;
  status: number;
  /** Monotonic ms. */
  startedAt: number;
  finishedAt: number;
  bytesIn: number | null;
}

/** What Fastify and the rooms on the path know; absent when the request was refused before any of them saw it. */
export type KnownRequest = Pick<FastifyRequest, 'id' | 'network' | 'credential' | 'principal'> & {
  facts: RequestFacts;
  userAgent: string | undefined;
};

export function requestEvent(exchange: Exchange, known: KnownRequest | null): PendingEvent {
  const { status, startedAt, finishedAt, bytesIn } = exchange;
  const event: PendingEvent['event'] = {
    type: 'http.request',
    outcome: outcomeOf(status),
    actor: { kind: 'anonymous', plan: 'anonymous' },
    method: exchange.method,
    route: known?.facts.route ?? null,
    status,
    ms: Math.round(((known?.facts.streamedAt ?? finishedAt) - startedAt) * 100) / 100,
  };
  if (bytesIn !== null) event.in = bytesIn;
  if (known === null) return { at: finishedAt, event };
  const { facts } = known;
  event.actor = actorOf(known, status);
  event.corr = known.id;
  const session = sessionOf(known, event.actor);
  if (session !== undefined) event.session = session;
  if (facts.bytesOut !== undefined) event.out = facts.bytesOut;
  if (facts.handler !== undefined) event.handler = facts.handler.name;
  if (facts.handler?.ms !== undefined) event.handler_ms = Math.round(facts.handler.ms * 100) / 100;
  if (facts.target !== undefined) event.target = facts.target;
  if (facts.decision !== undefined) event.decision = facts.decision;
  const refusal = refusalOf(facts);
  if (refusal !== undefined) event.refusal = refusal;
  if (facts.code !== undefined) event.code = facts.code;
  if (facts.queueMs !== undefined) event.queue_ms = Math.round(facts.queueMs * 100) / 100;
  if (facts.problem !== undefined) event.problem = facts.problem;
  const id = facts.decision?.id ?? facts.refusal?.id;
  return {
    at: finishedAt,
    ...(id === undefined ? {} : { id }),
    event,
    network: known.network,
    ...(known.userAgent === undefined ? {} : { userAgent: known.userAgent }),
  };
}

/** What the limit decision does not say already. */
function refusalOf({ refusal, decision }: RequestFacts): ActivityEvent['refusal'] {
  if (refusal === undefined || decision?.allowed === false) return undefined;
  const { id: _, ...why } = refusal;
  return why;
}

function outcomeOf(status: number): ActivityEvent['outcome'] {
  if (status === 429) return 'limited';
  if (status === 401 || status === 403) return 'denied';
  return status >= 400 ? 'error' : 'ok';
}

/**
 * The most that is proved about the caller. A refusal by the limit comes before authorisation has told the facts, so
 * the live principal, then the signed credential, stand in. A 401 says that the credential was not believed: whoever
 * sent it must not be able to act in the account's name, not even in the record.
 */
function actorOf({ facts, principal, credential }: KnownRequest, status: number): ActivityActor {
  const { actor } = facts;
  if (principal) {
    const kind = principal.account.role === 'admin' ? 'admin' : actor.kind === 'key' ? 'key' : 'user';
    const key = actor.kind === 'key' ? actor.keyId : undefined;
    return { kind, id: principal.account.id, plan: principal.account.plan, ...(key === undefined ? {} : { key }) };
  }
  if (actor.kind !== 'anonymous') {
    const key = actor.keyId;
    return { kind: actor.kind, id: actor.id, plan: actor.plan, ...(key === undefined ? {} : { key }) };
  }
  if (credential !== undefined && credential.kind !== 'anonymous' && status !== 401) {
    return {
      kind: credential.kind === 'key' ? 'key' : 'user',
      id: credential.userId,
      plan: facts.decision?.plan ?? credential.planHint,
    };
  }
  return { kind: 'anonymous', plan: 'anonymous' };
}

function sessionOf({ facts, principal, credential }: KnownRequest, actor: ActivityActor): string | undefined {
  if (actor.kind === 'anonymous' || actor.kind === 'key') return undefined;
  if (principal) return principal.kind === 'session' ? principal.sessionId : undefined;
  if (facts.actor.kind !== 'anonymous') return facts.actor.sessionId;
  return credential?.kind === 'session' ? credential.sessionId : undefined;
}
