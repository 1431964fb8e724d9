import type { CheckpointBody } from '../checkpoints/checkpoint.js';
import type { CheckpointColumns } from '../checkpoints/checkpoint-store.js';
import type { FindingKind } from './chain-check.js';
import { CheckpointColumnsCheck } from './checkpoint-columns-check.js';

const time = '2026-11-25T12:00:00.123Z';
const body = { number: 3, from: 21, to: 30, count: 3, time } as CheckpointBody;
const right: CheckpointColumns = { number: 3, from: 21, to: 30, time: Date.parse(time), first: 5_000, last: 9_000 };

function findings(columns: CheckpointColumns, times = [5_000, 9_000, 7_000], purged = false): FindingKind[] {
  const found: FindingKind[] = [];
  const check = new CheckpointColumnsCheck({ add: (kind) => found.push(kind) });
  // The span before has its own times.
  check.rows(Array.from({ length: 3 }, () => ({ time: new Date(1) })));
  check.checkpoint({ body, columns: { ...right, first: 1, last: 1 }, purged: false });
  check.rows(times.map((ms) => ({ time: new Date(ms) })));
  check.checkpoint({ body, columns, purged });
  return found;
}

describe('the columns of a checkpoint', () => {
  it('follow from what is signed and from the events of its span', () => {
    expect(findings(right)).toEqual([]);
    for (const change of [{ number: 4 }, { from: 11 }, { to: 31 }, { time: 0 }, { first: 6_000 }, { last: 8_999 }]) {
      expect([change, findings({ ...right, ...change })]).toEqual([change, ['checkpoint']]);
    }
  });

  it('are believed where the events are gone, and may lack the times', () => {
    expect(findings(right, [], true)).toEqual([]);
    expect(findings({ ...right, first: null, last: null })).toEqual([]);
    expect(findings({ ...right, to: 5 }, [], true)).toEqual(['checkpoint']);
    // That events are missing is found elsewhere.
    expect(findings(right, [6_000, 7_000])).toEqual([]);
  });
});
