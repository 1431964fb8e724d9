import { securityStatusExample } from '../security-status/security-status.example.js';

/** As really sent; OpenAPI shows it. */
export const decisionExample = {
  id: '019abc2e-5d3b-7a01-8c3e-0a0b0c0d0e0f',
  time: '2026-11-24T10:15:30.123Z',
  outcome: 'refused',
  code: 'rate_limited',
  summary:
    'The plan free, multiplied by 0.5 for the behaviour of the account, allows 5 requests in any 60 s, and these had been ' +
    "sent. The plan's own limit is 10; 5 held in its place.",
  what_to_do:
    'Wait 41 s from then: the same request passes if nothing else is sent. GET /users/me/security-status says what it did, ' +
    'and until when. If you think that this is wrong, appeal: POST /users/me/appeals with this id.',
  request: {
    method: 'POST',
    route: '/analyze',
    status: 429,
    request_id: '019abc2e-5d3b-7a01-8c3e-1b2d3e4f5a6b',
  },
  until: '2026-11-24T10:16:11.001Z',
  policy: { name: 'plan', limit: 5, window_seconds: 60 },
  plan: 'free',
  limits: { limit: 5, base_limit: 10, remaining: 0, multiplier: 0.5 },
  missing_permission: null,
  degraded: false,
  block: null,
  override: null,
  multiplier_since: {
    time: '2026-11-24T10:14:58.310Z',
    score: 0.284,
    contributions: [
      { signal: 'rapid-fire', log_odds: -0.7475, points: -0.1719 },
      { signal: 'limit-violations', log_odds: -0.7341, points: -0.1685 },
    ],
  },
  behaviour: securityStatusExample,
  appeal: null,
};

export const adminDecisionExample = {
  ...decisionExample,
  actor: { kind: 'user', key_id: null },
  user: {
    id: '019abc2e-0000-7000-8000-000000000001',
    email: 'ada@example.org',
    plan: 'free',
    role: 'user',
    status: 'active',
  },
};
