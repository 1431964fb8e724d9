import { Injectable } from '@nestjs/common';
import { EventBus } from '../../../events/event-bus.js';
import { Problem } from '../../../problem/problem.js';
import type { ActivityEventRow } from '../../../database/tables/activity.js';
import type { AuditRecord } from '../chain/audit-record.js';
import { ChainReader } from '../chain/chain-reader.js';
import { bytesOf, columnsAgree, recordOf } from '../chain/event-row.js';
import { AuditKeys } from '../checkpoints/audit-keys.js';
import { ChainCheck, type Finding } from './chain-check.js';
import { CheckpointColumnsCheck } from './checkpoint-columns-check.js';

/** Events that one call looks at: some seconds of work; the answer says where to go on. */
export const EVENTS_LIMIT = 200_000;

export interface Verification {
  ok: boolean;
  /** Places in the chain that were looked at; `from` begins a signed span. */
  from: number;
  to: number;
  events: number;
  checkpoints: number;
  findings: Finding[];
  findings_total: number;
  /** Where the next call goes on; null at the end. */
  next: number | null;
  head: { seq: number; hash: string };
  duration_ms: number;
}

/** Recomputes every hash of the record against its rows, its checkpoints and its head. One at a time per instance. */
@Injectable()
export class ChainVerifier {
  private running = false;

  constructor(
    private readonly reader: ChainReader,
    private readonly keys: AuditKeys,
    private readonly bus: EventBus,
  ) {}

  /** @throws Problem `conflict` while another verification runs here. */
  async verify(from: number | undefined, to: number | undefined, by: { id: string }): Promise<Verification> {
    if (this.running) throw new Problem('conflict', { detail: 'A verification is under way already.' });
    this.running = true;
    try {
      const verification = await this.run(from, to);
      this.tell(verification, by);
      return verification;
    } finally {
      this.running = false;
    }
  }

  private async run(from: number | undefined, to: number | undefined): Promise<Verification> {
    const startedAt = performance.now();
    const head = await this.reader.head();
    const start = await this.reader.spanStart(Math.max(from ?? head.first, head.first));
    const last = Math.min(to ?? head.last, head.last, start.seq + EVENTS_LIMIT - 1);
    const check = new ChainCheck({ ...start, first: start.seq === head.first }, await this.keys.publicKeys());
    const columns = new CheckpointColumnsCheck(check);
    for await (const item of this.reader.read(start, last)) {
      if ('checkpoint' in item) {
        check.checkpoint(item.checkpoint, item.checkpoint.purged);
        columns.checkpoint(item.checkpoint);
      } else {
        for (const row of item.rows) follow(check, row);
        columns.rows(item.rows);
      }
    }
    if (last === head.last) check.reaches(head.last, head.hash, 'the head of the chain');
    else check.reaches(last, check.end.hash, 'the head of the chain');
    return {
      ok: check.found === 0,
      from: start.seq,
      to: last,
      events: check.events,
      checkpoints: check.checkpoints,
      findings: check.findings,
      findings_total: check.found,
      next: last < (to ?? head.last) && last < head.last ? last + 1 : null,
      head: { seq: head.last, hash: head.hash.toString('hex') },
      duration_ms: Math.round(performance.now() - startedAt),
    };
  }

  private tell({ ok, from, to, events, findings_total: findings }: Verification, { id }: { id: string }): void {
    this.bus.emit({
      type: ok ? 'audit.verify.ok' : 'audit.verify.failed',
      outcome: ok ? 'ok' : 'error',
      actor: { kind: 'admin', id },
      data: { from, to, events, findings },
    });
  }
}

function follow(check: ChainCheck, row: ActivityEventRow): void {
  const record = readable(row);
  if (record === null || row.hash === null) return check.add('malformed', row.seq, `event ${row.seq} cannot be read`);
  if (!columnsAgree(record, row)) {
    check.add('edited', row.seq, `the columns by which event ${row.seq} is found do not follow from it`);
  }
  check.link(record, bytesOf(row.hash));
}

function readable(row: ActivityEventRow): AuditRecord | null {
  try {
    return recordOf(row);
  } catch {
    return null;
  }
}
