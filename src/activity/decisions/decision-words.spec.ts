import type { DecisionFacts } from '../../events/request-facts.js';
import type { Decided } from './decision-lookup.js';
import { decisionWords } from './decision-words.js';

const decision = {
  allowed: false,
  policy: 'burst',
  plan: 'free',
  limit: 10,
  baseLimit: 10,
  remaining: 0,
  multiplier: 1,
  window: { limit: 5, ms: 10_000 },
  waitMs: 59_200,
} as unknown as DecisionFacts;

const event = (more: Partial<DecisionFacts> = {}, kind: 'user' | 'anonymous' = 'user') =>
  ({
    id: 'x',
    type: 'http.request',
    outcome: 'limited',
    actor: { kind },
    status: 429,
    problem: 'rate_limited',
    decision: { ...decision, ...more },
  }) as Decided['event'];

describe('the words of a refusal by a limit', () => {
  it('name what the plan allows, and when to come again', () => {
    const words = decisionWords(event());
    expect(words.summary).toBe(
      'The plan free allows 5 requests in any 10 s before it asks for a pause, and these had been sent.',
    );
    expect(words.what_to_do).toMatch(/^Wait 60 s from then: .* appeal: POST/);
  });

  it('do not call the plan’s what behaviour made of it, and say where the reasons are', () => {
    const lowered = { multiplier: 0.5, limit: 5, window: { limit: 2, ms: 10_000 } };
    const words = decisionWords(event(lowered));
    expect(words.summary).toMatch(
      /^The plan free, multiplied by 0.5 for the behaviour of the account, allows 2 requests/,
    );
    expect(words.summary).toContain('own limit is 10; 5 held');
    expect(words.what_to_do).toContain('GET /users/me/security-status');
    const network = decisionWords(event(lowered, 'anonymous'));
    expect(network.summary).toContain('for the behaviour of the network,');
    expect(network.what_to_do).not.toContain('security-status');
  });

  it('say that an administrator has set the limit', () => {
    expect(decisionWords(event({ policy: 'plan', limit: 50, window: { limit: 50, ms: 60_000 } })).summary).toContain(
      'An administrator has set the limit of the account to 50',
    );
  });
});
