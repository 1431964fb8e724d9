import * as fc from 'fast-check';
import { countParts, packTotals, subjectOfMember, unpackTotals } from './count-parts.js';
import type { Gathered, SubjectActivity } from './decision-gatherer.js';

const totals = fc.record({ refused: fc.nat(2 ** 20), requests: fc.nat(2 ** 20) });

const span = { from: 5, until: 6 };

function gathered(count: number, activity: Partial<SubjectActivity> = {}): Gathered {
  const quiet = { kind: 'user', requests: 1, refused: 0, accepted: true, near: false } as const;
  const subjects = new Map(Array.from({ length: count }, (_, i) => [`id-${i}`, { ...quiet, ...activity }]));
  return { decisions: count, counts: [{ plan: 'free', route: 'POST /analyze', outcome: 'pass', count }], subjects };
}

describe('packed totals', () => {
  it('add up, and come back', () => {
    fc.assert(
      fc.property(fc.array(totals, { maxLength: 60 }), (all) => {
        const sum = all.reduce((score, one) => score + packTotals(one), 0);
        expect(unpackTotals(sum)).toEqual({
          refused: all.reduce((total, { refused }) => total + refused, 0),
          requests: all.reduce((total, { requests }) => total + requests, 0),
        });
      }),
    );
  });

  it('sort by refusals, then by requests', () => {
    fc.assert(
      fc.property(totals, totals, (a, b) => {
        const byHand = a.refused - b.refused || a.requests - b.requests;
        expect(Math.sign(packTotals(a) - packTotals(b))).toBe(Math.sign(byHand));
      }),
    );
  });
});

describe('countParts', () => {
  it('names every subject once, numbers the parts, and counts decisions once', () => {
    const parts = countParts(gathered(1_234), span, 10);
    expect(parts.map(({ number }) => number)).toEqual([10, 11, 12]);
    expect(parts.map(({ decisions }) => decisions)).toEqual([1_234, 0, 0]);
    expect(parts.flatMap(({ counts }) => counts)).toEqual([['free|pass|POST /analyze', 1_234]]);
    const names = parts.flatMap(({ active }) => active);
    expect(new Set(names).size).toBe(1_234);
    expect(names).toHaveLength(1_234);
    expect(parts.flatMap(({ near }) => near)).toEqual([]);
  });

  it('sends those who were refused most when there are too many', () => {
    const all = gathered(1_000);
    for (const worst of ['id-3', 'id-998']) Object.assign(all.subjects.get(worst) as object, { refused: 2 });
    const sent = countParts(all, span, 1).flatMap(({ offenders }) => offenders);
    expect(sent).toHaveLength(200);
    expect(sent.slice(0, 2).map(([name]) => name)).toEqual(['u:id-3', 'u:id-998']);
  });

  it('knows of the refused only that they are near', () => {
    const [part] = countParts(gathered(1, { kind: 'ip', accepted: false, refused: 1, near: true }), span, 1);
    expect(part).toMatchObject({ active: [], near: ['ip:id-0'], offenders: [['ip:id-0', 2 ** 26 + 1]] });
  });

  it('writes subjects so that they can be read back', () => {
    expect(subjectOfMember('u:0197f0a2')).toEqual({ kind: 'user', subject: '0197f0a2' });
    expect(subjectOfMember('ip:2001:db8::/64')).toEqual({ kind: 'ip', subject: '2001:db8::/64' });
  });
});
