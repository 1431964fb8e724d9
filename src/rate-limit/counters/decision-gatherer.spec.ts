import type { LimitDecision } from '../decision.js';
import { DecisionGatherer, SUBJECTS_LIMIT } from './decision-gatherer.js';

function decision(verdict: string, remaining: number, limit = 10): LimitDecision {
  const plan = { limit, remaining, resetMs: 0 };
  const burst = { limit: 5, remaining: 5, resetMs: 0 };
  const made = {
    verdict,
    waitMs: 0,
    plan,
    burst,
    further: [],
    planName: 'free',
    baseLimit: limit,
    multiplier: 1,
    at: 42,
  };
  return made as unknown as LimitDecision;
}

describe('DecisionGatherer', () => {
  let gatherer: DecisionGatherer;
  beforeEach(() => {
    gatherer = new DecisionGatherer();
  });
  const add = (made: LimitDecision, subject = 'a') => gatherer.add('POST', '/analyze', 'user', subject, made);

  it('counts by plan, route and outcome', () => {
    for (const remaining of [3, 2, 1, 0]) add(decision('pass', remaining));
    add(decision('plan', 0));
    add(decision('burst', 4));
    const counts = gatherer.seal()?.counts.map(({ outcome, count }) => [outcome, count]);
    // Of ten, one left is a tenth, none is less.
    expect(Object.fromEntries(counts ?? [])).toEqual({ pass: 3, near: 1, plan: 1, burst: 1 });
  });

  it('tells subjects apart, who was accepted, and who is near the limit', () => {
    add(decision('pass', 9), 'a');
    add(decision('pass', 0), 'b');
    add(decision('plan', 0), 'c');
    expect(Object.fromEntries(gatherer.seal()?.subjects ?? [])).toEqual({
      a: { kind: 'user', requests: 1, refused: 0, accepted: true, near: false },
      b: { kind: 'user', requests: 1, refused: 0, accepted: true, near: true },
      c: { kind: 'user', requests: 1, refused: 1, accepted: false, near: true },
    });
  });

  it('looks at further windows, but not at those that are only tried', () => {
    const hour = { name: 'hour', windowMs: 3_600_000, limit: 100, remaining: 3, resetMs: 0 };
    add({ ...decision('pass', 9), further: [{ ...hour, shadow: true }] }, 'a');
    add({ ...decision('pass', 9), further: [{ ...hour, shadow: false }] }, 'b');
    const subjects = gatherer.seal()?.subjects;
    expect([subjects?.get('a')?.near, subjects?.get('b')?.near]).toEqual([false, true]);
  });

  it('begins anew with each seal', () => {
    add(decision('pass', 5));
    expect(gatherer.seal()).toMatchObject({ decisions: 1 });
    expect(gatherer.seal()).toBeNull();
    add(decision('pass', 4));
    expect(gatherer.seal()?.counts).toMatchObject([{ outcome: 'pass', count: 1 }]);
  });

  it('stays bounded: further subjects and combinations are counted without being told apart', () => {
    for (let i = 0; i < SUBJECTS_LIMIT + 5; i += 1) add(decision('pass', 5), `s${i}`);
    for (let i = 0; i < 1_200; i += 1) gatherer.add('POST', `/${i}`, 'user', 's1', decision('pass', 5));
    const sealed = gatherer.seal();
    expect(sealed?.subjects.size).toBe(SUBJECTS_LIMIT);
    expect(gatherer.withoutSubject).toBe(5);
    expect(sealed?.counts.length).toBe(1_001);
    expect(sealed?.counts.reduce((sum, { count }) => sum + count, 0)).toBe(SUBJECTS_LIMIT + 5 + 1_200);
  });

  it('takes no harm from a block, which has no limit to be near of', () => {
    add(decision('block', 0, 0));
    expect(gatherer.seal()?.subjects.get('a')).toMatchObject({ near: false, refused: 1 });
  });
});
