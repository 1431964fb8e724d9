import { Injectable } from '@nestjs/common';
import { sql, type Transaction } from 'kysely';
import type { Schema } from '../../../database/schema.js';
import { floor, MINUTE_MS } from '../../../rate-limit/counters/spans.js';
import type { StoredEvent } from '../../activity-event.js';
import { addToRollup, emptyRollup, type Rollup } from './rollup.js';
import { SubjectCounts } from './subject-counts.js';
import { UsageSums } from './usage.js';

interface Delta {
  rollup: Rollup;
  subjects: SubjectCounts;
  usage: UsageSums;
}

/**
 * Keeps the sums of a batch of events in the transaction that inserts them: one small row per minute that the batch touches,
 * never changed afterwards. Nothing is held in memory between batches, so a crash, a transaction whose outcome is unknown
 * and any number of instances need no care; RollupCompaction folds the rows into those of their minute, hour and day.
 */
@Injectable()
export class RollupWriter {
  async add(transaction: Transaction<Schema>, events: readonly StoredEvent[]): Promise<void> {
    const minutes = new Map<number, Delta>();
    for (const { event, time } of events) {
      const delta = deltaOf(minutes, floor(time, MINUTE_MS));
      addToRollup(delta.rollup, delta.subjects, event);
      delta.usage.addEvent(event);
    }
    const rows = [...minutes].map(([minute, delta]) => rowOf(minute, delta)).filter((row) => row !== null);
    if (rows.length === 0) return;
    await sql`
      insert into rollup_deltas (minute, requests, accepted, denied, errors, latency, data, usage)
      select to_timestamp(minute), requests, accepted, denied, errors, latency, data, usage
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r (
        minute double precision, requests integer, accepted integer, denied integer, errors integer,
        latency jsonb, data jsonb, usage jsonb)`.execute(transaction);
  }
}

function deltaOf(minutes: Map<number, Delta>, minute: number): Delta {
  let delta = minutes.get(minute);
  if (delta === undefined) {
    // A batch has at most so many.
    const subjects = new SubjectCounts(Number.POSITIVE_INFINITY);
    minutes.set(minute, (delta = { rollup: emptyRollup(), subjects, usage: new UsageSums() }));
  }
  return delta;
}

/** Null for events that no sum is made of. */
function rowOf(minute: number, { rollup, subjects, usage }: Delta) {
  const { total, latency, ...parts } = rollup;
  const { analyses, fires, dropped } = parts;
  const nothing = total[0] + analyses.failed + analyses.timeouts + dropped === 0 && Object.keys(fires).length === 0;
  if (nothing) return null;
  const [requests, accepted, denied, errors] = total;
  const data = { ...parts, subjects: Object.fromEntries(subjects.top(Number.POSITIVE_INFINITY)) };
  const used = Object.fromEntries(usage.entries());
  return { minute: minute / 1000, requests, accepted, denied, errors, latency, data, usage: used };
}
