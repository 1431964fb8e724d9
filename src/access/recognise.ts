import type { FastifyRequest } from 'fastify';
import type { Principal } from './caller.js';

/** The live account behind the request is known: authorisation goes by it, and the record names it. */
export function recognise(request: FastifyRequest, principal: Principal): void {
  const { account } = principal;
  request.principal = principal;
  request.facts.actor =
    principal.kind === 'key'
      ? { kind: 'key', id: account.id, plan: account.plan, keyId: principal.keyId }
      : { kind: 'user', id: account.id, plan: account.plan, sessionId: principal.sessionId };
}
