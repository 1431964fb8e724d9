import { keys, userTag } from '../../redis/keys.js';
import type { LimitDecision } from '../decision.js';
import type { Instances } from '../instances/instances.js';
import type { Behaviour } from '../effective-limits.js';
import { withKeyLimit } from '../key-limit.js';
import { LocalLimiter } from './local-limiter.js';

const ONE = { cost: 1, policy: null };
const tag = userTag('019ae8a4-5d1c-7c3e-9a52-0f6a1f0c8b7d');
const free = { limit: 10, windowMs: 60_000, burst: 5, burstWindowMs: 10_000, pauseMs: 60_000 };

function limiter(instances = 1): LocalLimiter {
  return new LocalLimiter({ count: instances } as Instances);
}

function admitted(local: LocalLimiter, limits = free, options = { behaviour: 'ignored' as Behaviour }): number {
  let count = 0;
  while (count < 2_000 && local.decide(tag, limits, ONE, options).verdict === 'pass') count += 1;
  return count;
}

function answer(planLeft: number, burstLeft: number, resets: { plan: number; burst: number }): LimitDecision {
  return {
    verdict: 'pass',
    waitMs: 0,
    further: [],
    shadow: [],
    plan: { limit: 10, remaining: planLeft, resetMs: resets.plan },
    burst: { limit: 5, remaining: burstLeft, resetMs: resets.burst },
    planName: 'free',
    baseLimit: 10,
    multiplier: 1,
    at: 0,
  };
}

describe('LocalLimiter', () => {
  it('admits what the rules admit, and says when the next passes', () => {
    const local = limiter();
    expect(admitted(local)).toBe(5);
    const refused = local.decide(tag, free, ONE, { behaviour: 'ignored' });
    expect(refused.verdict).toBe('burst');
    expect(refused.waitMs).toBeGreaterThan(59_000);
  });

  it('takes its share among the instances', () => {
    const pro = { limit: 100, windowMs: 60_000, burst: 50, burstWindowMs: 10_000, pauseMs: 6_000 };
    expect(admitted(limiter(2), pro)).toBe(25);
    expect(admitted(limiter(1_000), pro)).toBe(1);
  });

  it('goes on from the last shared answer', () => {
    const local = limiter();
    local.remember(tag, answer(4, 2, { plan: 20_000, burst: 3_000 }), free, ONE);
    // Three of the burst's five are used: two more, then the pause.
    expect(admitted(local)).toBe(2);
  });

  it('keeps to the pause that the last shared answer told', () => {
    const local = limiter();
    local.remember(tag, answer(5, 0, { plan: 25_000, burst: 30_000 }), free, ONE);
    const { verdict, waitMs } = local.decide(tag, free, ONE, { behaviour: 'ignored' });
    expect(verdict).toBe('burst');
    expect(waitMs).toBeGreaterThan(29_000);
    expect(waitMs).toBeLessThanOrEqual(30_000);
  });

  it('counts with the multiplier last known, where it counts', () => {
    const told = { ...answer(5, 2, { plan: 0, burst: 0 }), multiplier: 0.5 };
    const fresh = {
      ...told,
      plan: { limit: 5, remaining: 5, resetMs: 0 },
      burst: { limit: 2, remaining: 2, resetMs: 0 },
    };
    const local = limiter();
    local.remember(tag, fresh, free, ONE);
    expect(admitted(local, free, { behaviour: 'counts' })).toBe(2);
    local.reset(tag);
    expect(admitted(local, free, { behaviour: 'counts' })).toBe(5);
  });

  it('tells what it admitted itself, and forgets it once that is handed over', () => {
    const local = limiter();
    local.remember(tag, answer(7, 2, { plan: 30_000, burst: 5_000 }), free, ONE);
    expect(admitted(local)).toBe(2);
    const log = keys.limitLog(tag);
    expect(local.logKeys()).toEqual([log]);
    expect(local.admitted(log).ages).toHaveLength(2);
    local.handedOver(log, 2, false);
    expect(local.admitted(log).ages).toHaveLength(0);
    expect(local.sinceHandedOver(log)).toBeGreaterThanOrEqual(0);
    expect(admitted(local)).toBe(0);
    local.handedOver(log, 0, true);
    expect(local.has(log)).toBe(false);
    // Away again before a shared answer came: nothing is had twice.
    expect(admitted(local)).toBe(0);
    local.handedOver(log, 0, true);
    local.remember(tag, answer(9, 4, { plan: 60_000, burst: 10_000 }), free, ONE);
    expect(admitted(local)).toBe(4);
  });

  it('remembers a bounded number of subjects', () => {
    const local = limiter();
    for (let i = 0; i < 100_000; i += 1) local.decide(userTag(`subject-${i}`), free, ONE, { behaviour: 'ignored' });
    expect(local.subjects).toBeLessThanOrEqual(40_000);
  });

  describe('for an API key with a limit of its own', () => {
    const asKey = { ...ONE, key: 'V7nq2Lx0PaZk' };
    const limits = withKeyLimit({ ...free, burst: 0 }, 4);
    const decide = (local: LocalLimiter) => local.decide(tag, limits, asKey, { behaviour: 'ignored' });

    it('judges that too, in its share, and leaves the owner’s other requests alone', () => {
      const local = limiter(2);
      expect([1, 2, 3].map(() => decide(local).verdict)).toEqual(['pass', 'pass', 'key']);
      expect(local.decide(tag, { ...free, burst: 0 }, ONE, { behaviour: 'ignored' }).verdict).toBe('pass');
    });

    it('goes on from the last shared answer, hands both logs over, refunds both and forgets both', () => {
      const local = limiter();
      const state = { name: 'key', windowMs: 60_000, shadow: false, limit: 4, remaining: 1, resetMs: 20_000 };
      local.remember(tag, { ...answer(7, 4, { plan: 20_000, burst: 5_000 }), further: [state] }, limits, asKey);
      const { verdict, at } = decide(local);
      expect([verdict, decide(local).verdict]).toEqual(['pass', 'key']);
      const log = keys.keyLog(tag, asKey.key);
      expect(local.logKeys().toSorted()).toEqual([log, keys.limitLog(tag)]);
      expect(local.admitted(log).ages).toHaveLength(1);
      expect(local.refund(tag, asKey, at, { own: 1, route: 0, key: 1 })).toBe(2);
      expect(local.admitted(log).ages).toHaveLength(0);
      local.reset(tag);
      expect([local.logKeys(), decide(local).verdict]).toEqual([[], 'pass']);
    });
  });

  it('counts a route apart from the plan', () => {
    const local = limiter();
    const policy = { limit: 1, windowMs: 60_000, burst: 0, burstWindowMs: 1, pauseMs: 1 };
    expect(local.decideRoute(tag, 'A.b', policy).verdict).toBe('pass');
    expect(local.decideRoute(tag, 'A.b', policy).verdict).toBe('plan');
    expect(local.decideRoute(tag, 'A.c', policy).verdict).toBe('pass');
    expect(admitted(local)).toBe(5);
  });
});
