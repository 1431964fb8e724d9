import * as fc from 'fast-check';
import type { AlertRow } from '../../../database/tables/alerts.js';
import { type Firing, fingerprintOf, type Signal } from './alert.js';
import { foldSignals } from './alert-fold.js';

const now = new Date('2026-11-25T12:00:00Z');
const seal = (network: string) => Buffer.from(`sealed ${network}`);
const subject = { kind: 'user', id: 'u' } as const;
const fingerprint = fingerprintOf('rapid-fire', subject, 'u');

function firing(more: Partial<Firing> = {}): Firing {
  const facts = {
    message: 'm',
    count: 1,
    span_ms: 0,
    score_before: null,
    score_after: null,
    contributions: [],
    multiplier: null,
    decision_id: null,
  };
  return {
    kind: 'firing',
    fingerprint,
    scenario: 'rapid-fire',
    subject,
    userId: 'u',
    network: null,
    severity: 'medium',
    lasting: false,
    fires: 1,
    facts,
    ...more,
  };
}

const ending: Signal = { kind: 'ending', fingerprint };
const fold = (signals: Signal[], known?: AlertRow) =>
  foldSignals(new Map(known === undefined ? [] : [[known.fingerprint, known]]), signals, now, seal);
const only = (signals: Signal[], known?: AlertRow) => {
  const [folded, ...others] = fold(signals, known);
  if (folded === undefined || others.length > 0) throw new Error('one alert is expected');
  return folded;
};

describe('foldSignals', () => {
  it('opens an alert, counts its fires, and opens the same one again after its end', () => {
    const first = only([firing(), firing({ fires: 2 })]);
    expect(first).toMatchObject({ row: { state: 'open', fires: 3, episode: 1 }, changes: ['opened'] });
    const over = only([ending], first.row);
    expect(over).toMatchObject({ row: { state: 'resolved', resolved_at: now }, changes: ['resolved'] });
    const again = only([firing()], over.row);
    expect(again).toMatchObject({
      row: { id: first.row.id, state: 'open', fires: 1, episode: 2, resolved_at: null },
      changes: ['reopened'],
    });
  });

  it('leaves an acknowledged alert acknowledged while it goes on', () => {
    const acknowledged: AlertRow = { ...only([firing()]).row, state: 'acknowledged', acknowledged_by: 'admin' };
    const next = only([firing()], acknowledged);
    expect(next).toMatchObject({ row: { state: 'acknowledged', acknowledged_by: 'admin', fires: 2 }, changes: [] });
    expect(only([ending, firing()], acknowledged)).toMatchObject({
      row: { state: 'open', acknowledged_by: null, episode: 2 },
      changes: ['resolved', 'reopened'],
    });
  });

  it('raises a severity and never lowers it within an episode', () => {
    const row = only([firing({ severity: 'low' }), firing({ severity: 'high' }), firing({ severity: 'info' })]);
    expect(row).toMatchObject({ row: { severity: 'high' }, changes: ['opened', 'raised'] });
    const next = only([ending, firing({ severity: 'low' })], row.row);
    expect(next.row.severity).toBe('low');
  });

  it('seals the network, and keeps the last that was known', () => {
    const network = { hash: 'h', shown: '203.0.113.0/24', whole: '203.0.113.7' };
    const row = only([firing({ network }), firing()]).row;
    expect(row).toMatchObject({ network_hash: 'h', network_shown: '203.0.113.0/24' });
    expect(row.network_sealed?.toString()).toBe('sealed 203.0.113.7');
  });

  it('makes nothing of an end without a beginning', () => {
    expect(fold([ending])).toEqual([]);
  });

  it('gives the same whether signals come in one batch or in any two', () => {
    const signals = fc.array(
      fc.oneof(
        fc.constant(ending),
        fc
          .record({ severity: fc.constantFrom('low' as const, 'high' as const), fires: fc.integer({ min: 1, max: 5 }) })
          .map(firing),
      ),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(signals, fc.nat(12), (all, cut) => {
        const whole = fold(all)[0];
        const first = fold(all.slice(0, cut))[0];
        const second = fold(all.slice(cut), first?.row)[0];
        const { id: _, ...row } = (second ?? first)?.row ?? { id: '' };
        const { id: __, ...expected } = whole?.row ?? { id: '' };
        expect(row).toEqual(expected);
        expect([...(first?.changes ?? []), ...(second?.changes ?? [])]).toEqual(whole?.changes ?? []);
      }),
    );
  });
});

describe('fingerprintOf', () => {
  it('tells scenarios, subjects and tenants apart, whatever characters they hold', () => {
    const all = [
      fingerprintOf('a', subject, 'u'),
      fingerprintOf('b', subject, 'u'),
      fingerprintOf('a', { kind: 'key', id: 'u' }, 'u'),
      fingerprintOf('a', { kind: 'user', id: 'v' }, 'u'),
      fingerprintOf('a', subject, null),
      fingerprintOf('a', { kind: 'user', id: 'u","u' }, null),
    ];
    expect(new Set(all).size).toBe(all.length);
    expect(fingerprintOf('a', subject, 'u')).toBe(all[0]);
    expect(all[0]).toMatch(/^[0-9a-f]{64}$/);
  });
});
