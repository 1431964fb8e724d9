import type { Account } from '../../access/account.js';
import { requestEvent, type KnownRequest } from './request-event.js';

const exchange = { method: 'POST', startedAt: 10, finishedAt: 52.348, bytesIn: 12 };

const account: Account = {
  id: 'user-1',
  version: 1,
  status: 'active',
  plan: 'pro',
  role: 'user',
  permissions: [],
  override: null,
  sessionsNotBefore: 0,
  blockedUntil: null,
  allowedUntil: null,
};
const principal = {
  kind: 'session' as const,
  account,
  permissions: [],
  sessionId: 'session-1',
  email: 'a@b.test',
  authTime: 0,
  methods: ['pwd'],
};
const credential = {
  kind: 'session',
  userId: 'user-1',
  sessionId: 'session-1',
  email: 'a@b.test',
  authTime: 0,
  methods: ['pwd'],
  expiresAt: 0,
  planHint: 'free',
} as const;

function known(fields: Partial<KnownRequest> = {}): KnownRequest {
  return {
    id: 'request-1',
    network: '192.0.2.7',
    facts: { startedAt: 10, route: '/analyze', actor: { kind: 'anonymous' } },
    userAgent: 'curl/8',
    ...fields,
  };
}

describe('requestEvent', () => {
  it.each([
    [200, 'ok'],
    [302, 'ok'],
    [400, 'error'],
    [401, 'denied'],
    [403, 'denied'],
    [404, 'error'],
    [413, 'error'],
    [429, 'limited'],
    [499, 'error'],
    [500, 'error'],
  ])('a %i is %s', (status, outcome) => {
    expect(requestEvent({ ...exchange, status }, known()).event.outcome).toBe(outcome);
  });

  it('takes the live account over every claim', () => {
    const { event } = requestEvent({ ...exchange, status: 200 }, known({ principal, credential }));
    expect(event.actor).toEqual({ kind: 'user', id: 'user-1', plan: 'pro' });
    expect(event.session).toBe('session-1');
    const admin = { ...principal, account: { ...account, role: 'admin' as const } };
    expect(requestEvent({ ...exchange, status: 200 }, known({ principal: admin })).event.actor.kind).toBe('admin');
  });

  it('names the signed caller of a request that a limit refused before the account was read', () => {
    const { event } = requestEvent({ ...exchange, status: 429 }, known({ credential }));
    expect(event.actor).toEqual({ kind: 'user', id: 'user-1', plan: 'free' });
  });

  it('does not let a credential that was not believed act in the name of the account', () => {
    const { event } = requestEvent({ ...exchange, status: 401 }, known({ credential }));
    expect(event.actor).toEqual({ kind: 'anonymous', plan: 'anonymous' });
    expect(event.session).toBeUndefined();
  });

  it('records what little is known of a request that nothing but the server saw', () => {
    expect(requestEvent({ ...exchange, status: 400 }, null)).toEqual({
      at: 52.348,
      event: {
        type: 'http.request',
        outcome: 'error',
        actor: { kind: 'anonymous', plan: 'anonymous' },
        method: 'POST',
        route: null,
        status: 400,
        ms: 42.35,
        in: 12,
      },
    });
  });
});
