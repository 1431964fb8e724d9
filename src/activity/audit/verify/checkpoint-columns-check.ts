import type { ActivityEventRow } from '../../../database/tables/activity.js';
import type { KeptCheckpoint } from '../checkpoints/checkpoint-store.js';
import type { ChainCheck } from './chain-check.js';

/**
 * Compares what a checkpoint is found by with what it says and with the events of its span: signed is the statement, not its
 * columns, and who changes those hides a part of the record from searches, or lets it be purged early.
 */
export class CheckpointColumnsCheck {
  private count = 0;
  private first = Number.POSITIVE_INFINITY;
  private last = Number.NEGATIVE_INFINITY;

  constructor(private readonly check: Pick<ChainCheck, 'add'>) {}

  rows(rows: readonly Pick<ActivityEventRow, 'time'>[]): void {
    for (const { time } of rows) {
      const ms = time.getTime();
      this.count += 1;
      if (ms < this.first) this.first = ms;
      if (ms > this.last) this.last = ms;
    }
  }

  /** After the events of its span. */
  checkpoint({ body, columns, purged }: Pick<KeptCheckpoint, 'body' | 'columns' | 'purged'>): void {
    const { number, from, to, time } = body;
    const placed =
      columns.number === number && columns.from === from && columns.to === to && columns.time === Date.parse(time);
    // One without times is found for any; and of events that are not there it is told that they are missing.
    const unknown = purged || columns.first === null || this.count !== body.count;
    const timed = unknown || (columns.first === this.first && columns.last === this.last);
    if (!placed || !timed) {
      this.check.add('checkpoint', to, `the columns by which checkpoint ${number} is found do not follow from it`);
    }
    this.count = 0;
    this.first = Number.POSITIVE_INFINITY;
    this.last = Number.NEGATIVE_INFINITY;
  }
}
