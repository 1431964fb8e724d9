import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { sql, type Transaction } from 'kysely';
import type { Schema } from '../../database/schema.js';
import type { StoredEvent } from '../activity-event.js';
import { addToRollup, emptyRollup, type Rollup } from './rollup.js';
import { SubjectCounts } from './subject-counts.js';

/** Length of a bucket, ms, and how many subjects its row keeps. */
export const resolutions = {
  minute: { length: 60_000, subjects: 25 },
  hour: { length: 3_600_000, subjects: 50 },
} as const;
export type Resolution = keyof typeof resolutions;

/** Subjects counted per bucket while it is open. */
const SUBJECTS_CAPACITY = 512;
/** Open buckets: late events (a spool, a second delivery) may belong to older ones. */
const OPEN_LIMIT = 32;

interface OpenBucket {
  id: string;
  resolution: Resolution;
  bucket: number;
  rollup: Rollup;
  subjects: SubjectCounts;
}

/**
 * Keeps sums per minute and hour as rows that have one writer each. The writer holds the sums in memory and replaces
 * its row in the transaction that inserts the events, so events and sums commit together, instances never wait for one
 * another's row, and the cost is two rows per batch at any number of subjects. After a transaction that failed, whose
 * outcome may be unknown, all rows are left as they are and new ones begun: readers add up the rows of a bucket anyway.
 */
@Injectable()
export class RollupWriter {
  private open = new Map<string, OpenBucket>();

  async add(transaction: Transaction<Schema>, events: readonly StoredEvent[]): Promise<void> {
    const touched = new Set<OpenBucket>();
    for (const { event, time } of events) {
      for (const resolution of ['minute', 'hour'] as const) {
        const found = this.bucketOf(resolution, time);
        addToRollup(found.rollup, found.subjects, event);
        touched.add(found);
      }
    }
    if (touched.size === 0) return;
    const rows = [...touched].map(({ id, resolution, bucket, rollup, subjects }) => {
      const top = Object.fromEntries(subjects.top(resolutions[resolution].subjects));
      return { id, resolution, bucket: bucket / 1000, data: { ...rollup, subjects: top } };
    });
    await sql`
      insert into activity_rollups (id, resolution, bucket, data)
      select id, resolution, to_timestamp(bucket), data
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as r (id uuid, resolution text, bucket double precision, data jsonb)
      on conflict (id) do update set data = excluded.data`.execute(transaction);
    this.closeOldest();
  }

  /** Leaves every open row as it was last committed. */
  abandon(): void {
    this.open = new Map();
  }

  private bucketOf(resolution: Resolution, time: number): OpenBucket {
    const bucket = time - (time % resolutions[resolution].length);
    const key = `${resolution}:${bucket}`;
    const known = this.open.get(key);
    if (known !== undefined) return known;
    const subjects = new SubjectCounts(SUBJECTS_CAPACITY);
    const made = { id: randomUUID(), resolution, bucket, rollup: emptyRollup(), subjects };
    this.open.set(key, made);
    return made;
  }

  private closeOldest(): void {
    if (this.open.size <= OPEN_LIMIT) return;
    const oldest = [...this.open].sort(([, a], [, b]) => a.bucket - b.bucket).slice(0, this.open.size - OPEN_LIMIT);
    for (const [key] of oldest) this.open.delete(key);
  }
}
