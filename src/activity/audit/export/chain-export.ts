import { Injectable } from '@nestjs/common';
import type { ActivityEventRow } from '../../../database/tables/activity.js';
import { type ChainHead, ChainReader } from '../chain/chain-reader.js';
import { AuditKeys } from '../checkpoints/audit-keys.js';
import { type ExportEnd, type ExportRange, signed, type Signed } from '../checkpoints/checkpoint.js';
import type { KeptCheckpoint } from '../checkpoints/checkpoint-store.js';
import { type OpenedRecord, OpenedRecords } from '../search/opened-records.js';
import { jsonLine } from './hidden-characters.js';

/** Places of the chain, and the times by which they were asked for, if any. */
export interface ChainPiece extends Pick<ExportRange, 'since' | 'before'> {
  from: number;
  to: number;
}

/**
 * A piece of the chain as NDJSON, which the offline verifier reads: a head, then each event as it is kept with its hash and what
 * its seals say (`personal`, outside of the hash), each checkpoint after its span, and a signed statement of where it ends.
 */
@Injectable()
export class ChainExport {
  constructor(
    private readonly reader: ChainReader,
    private readonly opener: OpenedRecords,
    private readonly keys: AuditKeys,
  ) {}

  /** @param piece `from` is extended to the beginning of its signed span, so that what precedes the piece is proved. */
  async *lines({ from, to, since, before }: ChainPiece, head: ChainHead): AsyncGenerator<string> {
    const start = await this.reader.spanStart(Math.max(from, head.first));
    const range = { first: head.first, last: head.last, since, before };
    const generated = new Date().toISOString();
    yield jsonLine({
      format: 'codepitamah-audit/1',
      generated_at: generated,
      chain: true,
      from: start.seq,
      to,
      first: head.first,
      start: start.hash.toString('hex'),
    });
    let count = 0;
    let last: Buffer = start.hash;
    for await (const item of this.reader.read(start, to)) {
      if ('checkpoint' in item) {
        last = Buffer.from(item.checkpoint.body.head, 'hex');
        yield checkpointLine(item.checkpoint);
        continue;
      }
      count += item.rows.length;
      const hash = item.rows.findLast((row) => row.hash !== null)?.hash;
      if (hash) last = Buffer.from(hash);
      yield await this.events(item.rows);
    }
    const facts = { from: start.seq, to, count, head: last.toString('hex'), time: generated, range };
    yield jsonLine(endLine(await this.end(facts)));
  }

  private async events(rows: readonly ActivityEventRow[]): Promise<string> {
    return (await this.opener.of(rows)).map(eventLine).join('');
  }

  private async end(facts: Omit<ExportEnd, 'type' | 'v' | 'key'>): Promise<Signed<ExportEnd>> {
    const { kid, key } = await this.keys.signer();
    return signed({ type: 'codepitamah.audit.export', v: 1, ...facts, key: kid }, key);
  }
}

export function eventLine({ record, sealed, hash }: OpenedRecord): string {
  const { net, ua, src, cc, geo } = record;
  const seals = sealed.who === undefined ? {} : { net, ua, src, cc, geo };
  const texts = sealed.text === undefined ? {} : { data: record.data };
  const personal = { ...seals, ...texts };
  const told = Object.values(personal).some((value) => value !== undefined);
  return jsonLine({ event: sealed, hash: hash?.toString('hex') ?? null, ...(told ? { personal } : {}) });
}

function checkpointLine({ body, signature, purged }: KeptCheckpoint): string {
  return jsonLine({ checkpoint: body, signature, ...(purged ? { purged } : {}) });
}

function endLine({ body, signature }: Signed<ExportEnd>): Record<string, unknown> {
  return { end: body, signature };
}
