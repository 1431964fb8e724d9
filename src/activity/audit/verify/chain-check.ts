import type { KeyObject } from 'node:crypto';
import { type AuditRecord, linkHash } from '../chain/audit-record.js';
import { type CheckpointBody, digestOf, isGenuine, type SignedCheckpoint } from '../checkpoints/checkpoint.js';
import { merkleRoot } from '../checkpoints/merkle.js';

/**
 * - `edited`: an event does not have the hash that it was chained with.
 * - `missing`: events are not there (deleted, or the end was cut off).
 * - `order`: an event stands where another belongs (inserted, or moved).
 * - `checkpoint`: the chain, though whole in itself, is not the one that was signed.
 * - `signature`: a statement was not signed by a key of this service.
 * - `malformed`: a line or a row cannot be read.
 */
export type FindingKind = 'edited' | 'missing' | 'order' | 'checkpoint' | 'signature' | 'malformed';

export interface Finding {
  kind: FindingKind;
  /** Place in the chain; null where there is none. */
  seq: number | null;
  detail: string;
}

/** Findings kept: the first ones say where to look, a log rewritten from some place on has one for each event. */
const FINDINGS_LIMIT = 100;

/**
 * Follows a chain from a place on, link by link and checkpoint by checkpoint, and says what does not fit. After a finding it
 * goes on from what is stated, so that one edit is one finding and not one for every event after it.
 */
export class ChainCheck {
  readonly findings: Finding[] = [];
  /** How many there were, also beyond those kept. */
  found = 0;
  events = 0;
  checkpoints = 0;
  private expected: number;
  private hash: Buffer;
  /** Hashes since the last checkpoint, and the place where they begin. */
  private leaves: Buffer[] = [];
  private leavesFrom: number;
  private before: CheckpointBody | null = null;
  private broken = false;

  /**
   * @param start `first`: nothing was ever chained before it.
   * @param keys public keys by id; null: signatures are not looked at.
   */
  constructor(
    private readonly start: { seq: number; hash: Buffer; first: boolean },
    private readonly keys: ReadonlyMap<string, KeyObject> | null,
  ) {
    this.expected = start.seq;
    this.leavesFrom = start.seq;
    this.hash = start.hash;
  }

  /** The link that ends what was followed so far. */
  get end(): { seq: number; hash: Buffer } {
    return { seq: this.expected - 1, hash: this.hash };
  }

  link(record: AuditRecord, stated: Buffer): void {
    this.events += 1;
    const { seq } = record;
    if (seq > this.expected) this.add('missing', this.expected, gap(this.expected, seq - 1));
    else if (seq < this.expected) this.add('order', seq, `event ${seq} stands after event ${this.expected - 1}`);
    else if (!linkHash(this.hash, record).equals(stated)) {
      this.add('edited', seq, `event ${seq} is not the one that was chained here`);
    }
    if (seq !== this.expected) this.broken = true;
    this.expected = Math.max(this.expected, seq + 1);
    this.hash = stated;
    this.leaves.push(stated);
  }

  /** @param purged its events are gone, as they may be: the chain goes on from what it states. */
  checkpoint(checkpoint: SignedCheckpoint, purged: boolean): void {
    const { body } = checkpoint;
    this.checkpoints += 1;
    this.signature(checkpoint);
    if (this.before !== null && (body.number !== this.before.number + 1 || body.previous !== digestOf(this.before))) {
      this.add('checkpoint', body.to, `checkpoint ${body.number} does not follow checkpoint ${this.before.number}`);
    }
    if (this.before === null && this.start.first && body.number !== 1) {
      this.add('missing', body.from, `the record begins with checkpoint ${body.number}: what was before it is missing`);
    }
    this.before = body;
    if (!purged) this.span(body);
    this.expected = body.to + 1;
    this.hash = Buffer.from(body.head, 'hex');
    this.leaves = [];
    this.leavesFrom = this.expected;
    this.broken = false;
  }

  /** To the end of the chain as it is stated elsewhere. */
  reaches(seq: number, hash: Buffer, where: string): void {
    if (this.expected <= seq) this.add('missing', this.expected, `${gap(this.expected, seq)}, by ${where}`);
    else if (this.expected === seq + 1 && !this.hash.equals(hash)) {
      this.add('checkpoint', seq, `event ${seq} is not the one of ${where}`);
    }
  }

  add(kind: FindingKind, seq: number | null, detail: string): void {
    this.found += 1;
    if (this.findings.length < FINDINGS_LIMIT) this.findings.push({ kind, seq, detail });
  }

  private span(body: CheckpointBody): void {
    if (this.expected <= body.to) {
      this.add('missing', this.expected, `${gap(this.expected, body.to)}, by checkpoint ${body.number}`);
      return;
    }
    // What is missing or moved was told; nothing can be said of the whole then.
    if (this.broken) return;
    const head = this.hash.equals(Buffer.from(body.head, 'hex'));
    const whole = this.leavesFrom === body.from;
    const fits = !whole || (this.leaves.length === body.count && merkleRoot(this.leaves).toString('hex') === body.root);
    if (!head || !fits) {
      this.add('checkpoint', body.to, `events ${body.from} to ${body.to} are not those of checkpoint ${body.number}`);
    }
  }

  private signature(checkpoint: SignedCheckpoint): void {
    const { number, to, key: kid } = checkpoint.body;
    if (this.keys === null) return;
    const key = this.keys.get(kid);
    if (key === undefined) this.add('signature', to, `checkpoint ${number} is signed by an unknown key, ${kid}`);
    else if (!isGenuine(checkpoint, key))
      this.add('signature', to, `the signature of checkpoint ${number} is not valid`);
  }
}

function gap(first: number, last: number): string {
  return first === last ? `event ${first} is missing` : `events ${first} to ${last} are missing`;
}
