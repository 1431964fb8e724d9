import { sql, type RawBuilder } from 'kysely';
import { uuidText } from '../../../ids/uuid-text.js';
import type { ActivityEventRow } from '../../../database/tables/activity.js';

/**
 * Rows of the record, some hundred in one value: each as PostgreSQL sends a composite value in binary (`record_send`: the number
 * of columns, then of each its type, its length or -1 for null, and its bytes; big-endian), one after the other. A driver
 * that reads thirteen texts per row takes longer for it than their hash does.
 */
export const packedRows: RawBuilder<Uint8Array | null> = sql`
  string_agg(record_send(row(seq, time, id, user_id, actor_id, corr_hash, net_bucket, type, outcome, route, target, hash, body)),
    ''::bytea order by seq)`;

const COLUMNS = 13;
/** Binary times count microseconds from the year 2000. */
const EPOCH_MS = Date.UTC(2000, 0, 1);
const HIGH_WORD = 2 ** 32;

/** @throws RangeError for bytes that are no such page. */
export function rowsOfPage(page: Buffer): ActivityEventRow[] {
  const rows: ActivityEventRow[] = [];
  const input = new PageReader(page);
  while (!input.atEnd) rows.push(input.row());
  return rows;
}

/** A text that the row before had too is not made again: types, outcomes and routes are few. */
class LastText {
  private bytes: Buffer = Buffer.alloc(0);
  private text = '';

  of(page: Buffer, start: number, end: number): string {
    if (!this.is(page, start, end)) {
      this.bytes = page.subarray(start, end);
      this.text = this.bytes.toString('utf8');
    }
    return this.text;
  }

  private is(page: Buffer, start: number, end: number): boolean {
    const { bytes } = this;
    if (bytes.length !== end - start) return false;
    for (let index = 0; index < bytes.length; index += 1) if (bytes[index] !== page[start + index]) return false;
    return true;
  }
}

class PageReader {
  private at = 0;
  private readonly types = new LastText();
  private readonly outcomes = new LastText();
  private readonly routes = new LastText();
  /** Where the column read last begins; its end is `at`. */
  private start = 0;

  constructor(private readonly page: Buffer) {}

  get atEnd(): boolean {
    return this.at === this.page.length;
  }

  /** In the order of `packedRows`. */
  row(): ActivityEventRow {
    if (this.word() !== COLUMNS) throw new RangeError('a row of the record has other columns');
    const { page } = this;
    return {
      seq: this.long(),
      time: new Date(EPOCH_MS + Math.floor(this.long() / 1000)),
      id: this.uuid() as string,
      user_id: this.uuid(),
      actor_id: this.uuid(),
      corr_hash: this.next() ? page.readInt32BE(this.start) : null,
      net_bucket: this.next() ? page.readInt16BE(this.start) : null,
      type: this.text(this.types) as string,
      outcome: this.text(this.outcomes) as string,
      route: this.text(this.routes),
      target: this.next() ? page.toString('utf8', this.start, this.at) : null,
      hash: this.next() ? page.subarray(this.start, this.at) : null,
      body: this.next() ? page.subarray(this.start, this.at) : Buffer.alloc(0),
    };
  }

  /** False for null. */
  private next(): boolean {
    this.at += 4;
    const length = this.word();
    this.start = this.at;
    if (length < 0) return false;
    this.at += length;
    if (this.at > this.page.length) throw new RangeError('bytes of a row are missing');
    return true;
  }

  private word(): number {
    this.at += 4;
    return this.page.readInt32BE(this.at - 4);
  }

  private long(): number {
    this.next();
    return this.page.readInt32BE(this.start) * HIGH_WORD + this.page.readUInt32BE(this.start + 4);
  }

  private uuid(): string | null {
    return this.next() ? uuidText(this.page, this.start) : null;
  }

  private text(last: LastText): string | null {
    return this.next() ? last.of(this.page, this.start, this.at) : null;
  }
}
