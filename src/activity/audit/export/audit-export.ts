import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import type { AdminAct } from '../../../access/admin-act.js';
import { Database } from '../../../database/database.js';
import { Outbox } from '../../../events/outbox.js';
import { Problem } from '../../../problem/problem.js';
import { type ChainHead, ChainReader } from '../chain/chain-reader.js';
import type { AuditFilter } from '../search/audit-filter.js';
import type { AuditExportDto } from '../search/audit-query.dto.js';
import { AuditSearch } from '../search/audit-search.js';
import { type OpenedRecord, OpenedRecords } from '../search/opened-records.js';
import { cefLine } from './cef.js';
import { ChainExport, eventLine } from './chain-export.js';
import { csvHead, csvLine } from './csv.js';
import { jsonLine } from './hidden-characters.js';
import { ocsfLine } from './ocsf.js';

/** Exports under way at once in this process. */
const PARALLEL = 2;
const ROWS_AT_ONCE = 500;

type Format = AuditExportDto['format'];

const lineOf: Record<Format, (opened: OpenedRecord) => string> = {
  ndjson: eventLine,
  csv: csvLine,
  ocsf: ocsfLine,
  cef: cefLine,
};

/**
 * The record, or what a filter leaves of it, as a stream: one page of it is in memory, nothing is read ahead of a slow client.
 * What ends before its time ends the connection, so nobody takes a part for the whole.
 */
@Injectable()
export class AuditExport {
  private underWay = 0;

  constructor(
    private readonly database: Database,
    private readonly search: AuditSearch,
    private readonly chain: ChainExport,
    private readonly reader: ChainReader,
    private readonly opener: OpenedRecords,
  ) {}

  /** @throws Problem `overloaded`; `validation_failed`. */
  async open(query: AuditExportDto, act: AdminAct): Promise<Readable> {
    const filter = this.search.filter(query);
    if (this.underWay >= PARALLEL) {
      throw new Problem('overloaded', { detail: 'Too many exports at this moment.', headers: { 'retry-after': '10' } });
    }
    this.underWay += 1;
    try {
      const head = await this.reader.head();
      await this.tell(query, head, act);
      const whole = filter.everything && query.format === 'ndjson';
      const lines = whole ? await this.wholeChain(filter, head) : this.filtered(query.format, filter, head);
      const stream = Readable.from(lines, { objectMode: true, highWaterMark: 1 });
      stream.once('close', () => {
        this.underWay -= 1;
      });
      return stream;
    } catch (error) {
      this.underWay -= 1;
      throw error;
    }
  }

  private async wholeChain({ from, to }: AuditFilter, head: ChainHead): Promise<AsyncGenerator<string>> {
    const first = from === undefined ? head.first : await this.firstAt(from, head);
    const last = to === undefined ? head.last : (await this.firstAt(to, head)) - 1;
    const asked = { since: from ?? null, before: to ?? null };
    return this.chain.lines({ from: Math.min(first, last), to: last, ...asked }, head);
  }

  private async *filtered(format: Format, filter: AuditFilter, head: ChainHead): AsyncGenerator<string> {
    if (format === 'csv') yield csvHead;
    if (format === 'ndjson') {
      const generated = new Date().toISOString();
      yield jsonLine({ format: 'codepitamah-audit/1', generated_at: generated, chain: false });
    }
    for await (const rows of this.search.oldest(filter, head.last, ROWS_AT_ONCE)) {
      const records = (await this.opener.of(rows)).filter(({ record }) => filter.holds(record));
      if (records.length > 0) yield records.map(lineOf[format]).join('');
    }
  }

  /** `seq` of the first event at or after a time; behind the end when there is none. */
  private async firstAt(time: string, head: ChainHead): Promise<number> {
    for await (const [row] of this.search.oldest(this.search.filter({ from: time }), head.last, 1)) {
      if (row !== undefined) return Math.max(row.seq, head.first);
    }
    return head.last + 1;
  }

  private async tell(
    query: AuditExportDto,
    head: ChainHead,
    { principal, network, requestId }: AdminAct,
  ): Promise<void> {
    const { format, ...filter } = query;
    await this.database.transaction((transaction) =>
      new Outbox().append(transaction, {
        type: 'admin.export',
        outcome: 'ok',
        actor: { kind: 'admin', id: principal.account.id },
        target: { type: 'audit', id: String(head.last) },
        network,
        requestId,
        data: { what: 'audit', format, filter: JSON.stringify(filter) },
      }),
    );
  }
}
