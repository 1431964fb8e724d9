import type { KeyObject } from 'node:crypto';
import type { AuditRecord } from '../chain/audit-record.js';
import { type CheckpointBody, type ExportEnd, isGenuine, type SignedCheckpoint } from '../checkpoints/checkpoint.js';
import { canonicalJson } from '../chain/canonical-json.js';
import { ChainCheck, type Finding } from './chain-check.js';

/** What a line of an export is, by its member. */
interface ExportLine {
  format?: string;
  chain?: boolean;
  from?: number;
  first?: number;
  start?: string;
  event?: AuditRecord;
  hash?: string | null;
  checkpoint?: CheckpointBody;
  purged?: boolean;
  end?: ExportEnd;
  signature?: string;
}

const hash = /^[0-9a-f]{64}$/;

/**
 * Checks an export line by line, with nothing but the lines: its chain, the checkpoints in it, and its signed end. Checkpoints
 * kept elsewhere are compared where their spans end: that finds a database that was rewritten, signatures and all.
 */
export class ExportCheck {
  private check: ChainCheck | null = null;
  private lines = 0;
  private ended = false;
  /** What the head states, which is not signed. */
  private stated = { from: 0, first: 0 };
  private statement: ExportEnd | null = null;
  private readonly early: Finding[] = [];
  private readonly outside: Map<number, SignedCheckpoint[]>;

  /**
   * @param keys public keys by id; null: signatures are not looked at.
   * @param outside checkpoints that were kept elsewhere.
   */
  constructor(
    private readonly keys: ReadonlyMap<string, KeyObject> | null,
    outside: readonly SignedCheckpoint[] = [],
  ) {
    this.outside = new Map();
    for (const checkpoint of outside) {
      const { to } = checkpoint.body;
      this.outside.set(to, [...(this.outside.get(to) ?? []), checkpoint]);
    }
  }

  get events(): number {
    return this.check?.events ?? 0;
  }

  get checkpoints(): number {
    return this.check?.checkpoints ?? 0;
  }

  get findings(): readonly Finding[] {
    return [...this.early, ...(this.check?.findings ?? [])];
  }

  get found(): number {
    return this.early.length + (this.check?.found ?? 0);
  }

  /** What the export says that it is; null without its end. To be believed as far as its signature is. */
  get claim(): ExportEnd | null {
    return this.statement;
  }

  line(text: string): void {
    this.lines += 1;
    const line = parsed(text);
    if (line === null) return this.add('malformed', `line ${this.lines} is not JSON`);
    if (this.ended) return this.add('order', `line ${this.lines} stands after the end`);
    if (this.check === null) return this.head(line);
    if (line.event !== undefined) return this.event(this.check, line);
    if (line.checkpoint !== undefined) return this.checkpoint(this.check, line);
    if (line.end !== undefined) return this.end(this.check, line);
    this.add('malformed', `line ${this.lines} is of no known kind`);
  }

  /** After the last line. */
  finish(): void {
    if (this.check === null) return this.add('malformed', 'there is no export in the file');
    if (!this.ended) this.add('missing', `the export ends after event ${this.check.end.seq} without its statement`);
    for (const checkpoints of this.outside.values()) {
      for (const { body } of checkpoints) {
        this.add('missing', `events up to ${body.to} are missing, by the outside checkpoint ${body.number}`);
      }
    }
  }

  private head(line: ExportLine): void {
    if (line.format !== 'codepitamah-audit/1') return this.add('malformed', 'line 1 is not the head of an export');
    if (line.chain !== true || !Number.isSafeInteger(line.from) || !hash.test(line.start ?? '')) {
      return this.add('malformed', 'this export was filtered: only a whole piece of the record can be verified');
    }
    const from = line.from as number;
    this.stated = { from, first: line.first ?? from };
    const start = { seq: from, hash: Buffer.from(line.start as string, 'hex'), first: from === line.first };
    this.check = new ChainCheck(start, this.keys);
    // What ended before the piece begins says nothing about it.
    for (const to of this.outside.keys()) if (to < from) this.outside.delete(to);
  }

  private event(check: ChainCheck, { event, hash: stated }: ExportLine): void {
    if (!isRecord(event) || typeof stated !== 'string' || !hash.test(stated)) {
      return this.add('malformed', `line ${this.lines} is no event of the chain`);
    }
    check.link(event, Buffer.from(stated, 'hex'));
    this.compare(check, event.seq);
  }

  private checkpoint(check: ChainCheck, line: ExportLine): void {
    const checkpoint = { body: line.checkpoint as CheckpointBody, signature: String(line.signature) };
    if (!isCheckpoint(checkpoint.body)) return this.add('malformed', `line ${this.lines} is no checkpoint`);
    check.checkpoint(checkpoint, line.purged === true);
    for (const kept of this.outside.get(checkpoint.body.to) ?? []) {
      const same = canonicalJson(kept.body) === canonicalJson(checkpoint.body);
      if (kept.body.number === checkpoint.body.number && !same) {
        check.add('checkpoint', checkpoint.body.to, `checkpoint ${kept.body.number} is not the one kept outside`);
      }
    }
    this.compare(check, checkpoint.body.to);
  }

  private compare(check: ChainCheck, seq: number): void {
    for (const { body } of this.outside.get(seq) ?? []) {
      check.reaches(seq, Buffer.from(body.head, 'hex'), `the outside checkpoint ${body.number}`);
    }
    this.outside.delete(seq);
  }

  private end(check: ChainCheck, { end, signature }: ExportLine): void {
    this.ended = true;
    const body = end as ExportEnd;
    if (!hash.test(body.head ?? '') || !Number.isSafeInteger(body.to)) {
      return this.add('malformed', 'the end states no head');
    }
    this.statement = body;
    check.reaches(body.to, Buffer.from(body.head, 'hex'), 'the end of the export');
    const { from, first } = this.stated;
    if (body.from !== from || (body.range !== undefined && body.range.first !== first)) {
      check.add('missing', from, `the export begins with event ${from}, its end states ${body.from}`);
    }
    if (check.end.seq > body.to)
      check.add('order', check.end.seq, `events stand behind ${body.to}, where the export ends`);
    if (body.count !== check.events) {
      check.add('missing', null, `${check.events} events are there, the end of the export states ${body.count}`);
    }
    if (this.keys === null) return;
    const key = this.keys.get(body.key);
    if (key === undefined || !isGenuine({ body, signature: String(signature) }, key)) {
      check.add('signature', body.to, 'the end of the export is not signed by this key');
    }
  }

  private add(kind: Finding['kind'], detail: string): void {
    if (this.check !== null) this.check.add(kind, null, detail);
    // A file of another kind is not worth a finding for each of its lines.
    else if (this.early.length === 0) this.early.push({ kind, seq: null, detail });
  }
}

function parsed(text: string): ExportLine | null {
  try {
    const line = JSON.parse(text) as ExportLine | null;
    return typeof line === 'object' && line !== null && !Array.isArray(line) ? line : null;
  } catch {
    return null;
  }
}

function isRecord(event: AuditRecord | undefined): event is AuditRecord {
  return typeof event === 'object' && event !== null && Number.isSafeInteger(event.seq);
}

function isCheckpoint(body: CheckpointBody): boolean {
  const numbers = [body.number, body.from, body.to, body.count].every((value) => Number.isSafeInteger(value));
  return numbers && hash.test(body.head) && hash.test(body.start) && typeof body.key === 'string';
}
