import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Configuration } from '../../../config/configuration.js';
import { Database } from '../../../database/database.js';
import { Outbox } from '../../../events/outbox.js';
import { GENESIS } from '../chain/audit-record.js';
import { canonicalJson } from '../chain/canonical-json.js';
import { AuditKeys, type AuditSigner } from './audit-keys.js';
import { CheckpointCopies } from './checkpoint-copies.js';
import { type CheckpointBody, digestOf, signed, type SignedCheckpoint } from './checkpoint.js';
import { CheckpointStore } from './checkpoint-store.js';
import { merkleRoot, rootAbove, SUBTREE_LEAVES } from './merkle.js';

interface Head {
  seq: number;
  hash: Buffer;
  first_seq: number;
  /** Unix ms. */
  now: number;
}

/** What a checkpoint says of its span's events. */
interface Span {
  from: number;
  to: number;
  /** Hash of the last event; null without events. */
  head: Buffer | null;
  root: Buffer;
}

/** Events of a span are not there: nobody signs that. */
export class SpanGap extends Error {
  constructor(
    readonly from: number,
    readonly to: number,
    readonly found: number,
  ) {
    super(`the record has ${found} of the events ${from} to ${to}: no checkpoint is signed`);
  }
}

/**
 * Writes the checkpoints that are due: one for each full span, and one after the interval over whatever there is, nothing
 * included: that nothing happened is a statement too. Instances that do it at once write the same number, which only one can.
 */
@Injectable()
export class CheckpointWriter {
  constructor(
    private readonly database: Database,
    private readonly configuration: Configuration,
    private readonly store: CheckpointStore,
    private readonly keys: AuditKeys,
    private readonly copies: CheckpointCopies,
  ) {}

  /** Returns how many were written. */
  async writeDue(): Promise<number> {
    for (let written = 0; ; written += 1) {
      const last = await this.store.last();
      const head = await this.head();
      const from = last === null ? head.first_seq : last.body.to + 1;
      const to = this.endOfSpan(last, head, from);
      if (to === null || !(await this.write(last, head, from, to))) return written;
    }
  }

  private endOfSpan(last: SignedCheckpoint | null, head: Head, from: number): number | null {
    const { AUDIT_CHECKPOINT_EVENTS: events, AUDIT_CHECKPOINT_INTERVAL: seconds } = this.configuration.settings;
    if (head.seq - from + 1 >= events) return from + events - 1;
    const age = last === null ? Number.POSITIVE_INFINITY : head.now - Date.parse(last.body.time);
    return age >= seconds * 1000 ? head.seq : null;
  }

  private async write(last: SignedCheckpoint | null, head: Head, from: number, to: number): Promise<boolean> {
    const signer = await this.keys.signer();
    const statement = signed(bodyOf(last, head.now, await this.span(from, to), signer), signer.key);
    const added = await this.database.transaction(async (transaction) => {
      if (!(await this.store.add(transaction, statement, canonicalJson(statement.body)))) return false;
      const { number, count, root, key } = statement.body;
      // By its way into the record it also reaches the collector, which is outside of this database.
      await new Outbox().append(transaction, {
        type: 'audit.checkpoint',
        outcome: 'ok',
        actor: { kind: 'system' },
        target: { type: 'checkpoint', id: String(number) },
        data: { from, to, count, head: statement.body.head, root, key, signature: statement.signature },
      });
      return true;
    });
    if (added) this.copies.write(statement);
    return added;
  }

  /**
   * Part by part, so that events need not wait until all hashes of a large span are read and hashed.
   * @throws SpanGap
   */
  private async span(from: number, to: number): Promise<Span> {
    const subtrees: Buffer[] = [];
    let head: Buffer | null = null;
    for (let at = from; at <= to; at += SUBTREE_LEAVES) {
      const hashes = await this.hashes(at, Math.min(to, at + SUBTREE_LEAVES - 1));
      subtrees.push(merkleRoot(hashes));
      head = hashes.at(-1) ?? head;
    }
    return { from, to, head, root: rootAbove(subtrees) };
  }

  /** @throws SpanGap */
  private async hashes(from: number, to: number): Promise<Buffer[]> {
    const rows = await this.database.kysely
      .selectFrom('activity_events')
      .select(['seq', 'hash'])
      .where('seq', '>=', from)
      .where('seq', '<=', to)
      .orderBy('seq')
      .execute();
    const whole = rows.length === to - from + 1 && rows.every(({ hash }) => hash !== null);
    if (!whole) throw new SpanGap(from, to, rows.length);
    return rows.map(({ hash }) => Buffer.from(hash as Buffer));
  }

  private async head(): Promise<Head> {
    const { rows } = await sql<Head>`
      select seq, hash, first_seq, floor(extract(epoch from now()) * 1000)::double precision as now
      from audit_head`.execute(this.database.kysely);
    return rows[0] as Head;
  }
}

function bodyOf(
  last: SignedCheckpoint | null,
  now: number,
  { from, to, head, root }: Span,
  signer: AuditSigner,
): CheckpointBody {
  const start = last === null ? GENESIS.toString('hex') : last.body.head;
  return {
    type: 'codepitamah.audit.checkpoint',
    v: 1,
    number: (last?.body.number ?? 0) + 1,
    from,
    to,
    count: to - from + 1,
    start,
    head: head?.toString('hex') ?? start,
    root: root.toString('hex'),
    previous: last === null ? null : digestOf(last.body),
    time: new Date(now).toISOString(),
    key: signer.kid,
  };
}
