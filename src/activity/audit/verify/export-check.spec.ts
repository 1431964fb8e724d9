import { generateKeyPairSync } from 'node:crypto';
import { type AuditRecord, GENESIS, linkHash } from '../chain/audit-record.js';
import {
  type CheckpointBody,
  digestOf,
  type ExportEnd,
  keyId,
  signed,
  type SignedCheckpoint,
} from '../checkpoints/checkpoint.js';
import { merkleRoot } from '../checkpoints/merkle.js';
import { ExportCheck } from './export-check.js';

const SPAN = 10;
const EVENTS = 35;

const { publicKey, privateKey } = generateKeyPairSync('ed25519');
const kid = keyId(publicKey);
const keys = new Map([[kid, publicKey]]);

interface Line {
  event?: AuditRecord;
  hash?: string;
  [name: string]: unknown;
}

function event(seq: number): AuditRecord {
  return {
    v: 1,
    seq,
    id: `0197f0a2-7777-7c04-8e55-${String(seq).padStart(12, '0')}`,
    time: 1_795_000_000_000 + seq,
    logged: 1_795_000_000_030 + seq,
    type: 'http.request',
    outcome: 'ok',
    actor: { kind: 'user', id: '0197f0a2-5c1e-7a61-9d0b-3f0f4a1c2b7e' },
    status: 200,
  };
}

/** An export of a record with these events, made with this key: what the service would write. */
function exported(events: readonly AuditRecord[], key = privateKey, signer = kid) {
  const lines: Line[] = [
    { format: 'codepitamah-audit/1', chain: true, from: 1, first: 1, start: GENESIS.toString('hex') },
  ];
  const checkpoints: SignedCheckpoint[] = [];
  let hash: Buffer = GENESIS;
  let start: Buffer = GENESIS;
  let leaves: Buffer[] = [];
  for (const [index, record] of events.entries()) {
    hash = linkHash(hash, record);
    leaves.push(hash);
    lines.push({ event: record, hash: hash.toString('hex') });
    if ((index + 1) % SPAN !== 0) continue;
    const body: CheckpointBody = {
      type: 'codepitamah.audit.checkpoint',
      v: 1,
      number: checkpoints.length + 1,
      from: index + 2 - SPAN,
      to: index + 1,
      count: leaves.length,
      start: start.toString('hex'),
      head: hash.toString('hex'),
      root: merkleRoot(leaves).toString('hex'),
      previous: checkpoints.length === 0 ? null : digestOf((checkpoints.at(-1) as SignedCheckpoint).body),
      time: new Date(1_795_000_000_000 + index).toISOString(),
      key: signer,
    };
    const checkpoint = signed(body, key);
    checkpoints.push(checkpoint);
    lines.push({ checkpoint: body, signature: checkpoint.signature });
    leaves = [];
    start = hash;
  }
  const range = { first: 1, last: events.length, since: null, before: null };
  const facts = { from: 1, to: events.length, count: events.length, head: hash.toString('hex'), time: '', range };
  const end = signed({ type: 'codepitamah.audit.export', v: 1, ...facts, key: signer }, key);
  lines.push({ end: end.body, signature: end.signature });
  return { lines, checkpoints };
}

function findings(
  lines: readonly unknown[],
  outside: readonly SignedCheckpoint[] = [],
  known: typeof keys | null = keys,
) {
  const check = new ExportCheck(known, outside);
  for (const line of lines) check.line(typeof line === 'string' ? line : JSON.stringify(line));
  check.finish();
  return check.findings.map(({ kind, seq, detail }) => ({ kind, seq, detail }));
}

const whole = () => exported(Array.from({ length: EVENTS }, (_, index) => event(index + 1)));
const at = (lines: readonly Line[], seq: number) => lines.findIndex((line) => line.event?.seq === seq);
const eventAt = (lines: readonly Line[], seq: number) => (lines[at(lines, seq)] as Line).event as AuditRecord;
const has = (kind: string, seq: number) => expect.arrayContaining([expect.objectContaining({ kind, seq })]);

describe('an export', () => {
  it('that nobody touched has no finding, whatever is known beside it', () => {
    const { lines, checkpoints } = whole();
    expect(findings(lines)).toEqual([]);
    expect(findings(lines, checkpoints)).toEqual([]);
    expect(findings(lines, [], null)).toEqual([]);
  });

  it('shows an edited event, and that one alone', () => {
    const { lines } = whole();
    eventAt(lines, 17).status = 404;
    expect(findings(lines)).toEqual([expect.objectContaining({ kind: 'edited', seq: 17 })]);
  });

  it('shows an edit also when every hash after it was made again', () => {
    const events = Array.from({ length: EVENTS }, (_, index) => event(index + 1));
    (events[4] as AuditRecord).outcome = 'denied';
    // With another key: whoever rewrote it has not the service's.
    const other = generateKeyPairSync('ed25519');
    const forged = exported(events, other.privateKey).lines;
    expect(findings(forged)).toEqual(has('signature', 10));
    const { checkpoints } = whole();
    const kept = exported(events).lines.map((line) =>
      line['checkpoint'] === undefined
        ? line
        : {
            checkpoint: checkpoints[(line['checkpoint'] as CheckpointBody).number - 1]?.body,
            signature: checkpoints[(line['checkpoint'] as CheckpointBody).number - 1]?.signature,
          },
    );
    expect(findings(kept)).toEqual(has('checkpoint', 10));
  });

  it('that its own service has rewritten is told by a checkpoint that was kept elsewhere', () => {
    const events = Array.from({ length: EVENTS }, (_, index) => event(index + 1));
    (events[4] as AuditRecord).outcome = 'denied';
    const rewritten = exported(events).lines;
    expect(findings(rewritten)).toEqual([]);
    expect(findings(rewritten, whole().checkpoints.slice(0, 1))).toEqual(has('checkpoint', 10));
  });

  it('shows deleted, inserted and moved events', () => {
    const deleted = whole().lines;
    deleted.splice(at(deleted, 12), 1);
    expect(findings(deleted)).toEqual(has('missing', 12));

    const inserted = whole().lines;
    inserted.splice(at(inserted, 12), 0, { event: event(11), hash: 'ab'.repeat(32) });
    expect(findings(inserted)).toEqual(has('order', 11));

    const moved = whole().lines;
    const [taken] = moved.splice(at(moved, 12), 1);
    moved.splice(at(moved, 15), 0, taken as Line);
    expect(findings(moved)).toEqual(has('missing', 12));
    expect(findings(moved)).toEqual(has('order', 12));
  });

  it('shows that its end was cut off, with and without the statement', () => {
    const { lines, checkpoints } = whole();
    expect(findings(lines.slice(0, at(lines, 33)))).toEqual([expect.objectContaining({ kind: 'missing' })]);
    const end = lines.at(-1) as Line;
    expect(findings([...lines.slice(0, at(lines, 33)), end])).toEqual(has('missing', 33));
    // Even by somebody who can sign: by what was kept elsewhere.
    const shorter = exported(Array.from({ length: 25 }, (_, index) => event(index + 1))).lines;
    expect(findings(shorter)).toEqual([]);
    expect(findings(shorter, checkpoints)).toEqual([expect.objectContaining({ kind: 'missing' })]);
  });

  it('shows that its beginning was cut off, where it says that nothing was before', () => {
    const { lines } = whole();
    const [first] = lines.flatMap(({ checkpoint }) => (checkpoint === undefined ? [] : [checkpoint as CheckpointBody]));
    const end = lines.at(-1)?.['end'] as ExportEnd;
    const { range = { first: 1, last: EVENTS, since: null, before: null } } = end;
    const rest = lines.slice(at(lines, 11), -1);
    const stated = (begins: number) =>
      signed({ ...end, from: 11, count: EVENTS - 10, range: { ...range, first: begins } }, privateKey);
    const cut = (begins: number) => [
      { ...lines[0], from: 11, first: begins, start: first?.head },
      ...rest,
      { end: stated(begins).body, signature: stated(begins).signature },
    ];
    expect(findings(cut(1))).toEqual([]);
    expect(findings(cut(11))).toEqual(has('missing', 11));
    // The head is not signed, the end is: they say the same.
    expect(findings([{ ...lines[0], first: 2 }, ...lines.slice(1)])).toEqual(has('missing', 1));
    expect(findings([{ ...lines[0], from: 11, first: 1, start: first?.head }, ...rest, lines.at(-1)])).toEqual(
      has('missing', 11),
    );
  });

  it('says what it was asked for, under its signature', () => {
    const { lines } = whole();
    const end = lines.at(-1)?.['end'] as ExportEnd;
    const check = new ExportCheck(keys);
    for (const line of lines) check.line(JSON.stringify(line));
    expect(check.claim?.range).toEqual({ first: 1, last: EVENTS, since: null, before: null });
    const widened = { ...end, range: { ...end.range, last: 99 } };
    expect(findings([...lines.slice(0, -1), { ...lines.at(-1), end: widened }])).toEqual(has('signature', EVENTS));
    const { range: _, ...before } = end;
    const older = signed(before as ExportEnd, privateKey);
    expect(findings([...lines.slice(0, -1), { end: older.body, signature: older.signature }])).toEqual([]);
  });

  it('goes on behind spans that were purged', () => {
    const { lines } = whole();
    const end = lines.at(-1)?.['end'] as ExportEnd;
    const left = lines
      .filter(({ event: record }) => record === undefined || record.seq > 20)
      .map((line) =>
        ((line['checkpoint'] as CheckpointBody | undefined)?.to ?? 99) <= 20 ? { ...line, purged: true } : line,
      )
      .slice(0, -1);
    const stated = signed({ ...end, count: EVENTS - 20 }, privateKey);
    expect(findings([...left, { end: stated.body, signature: stated.signature }])).toEqual([]);
    // Not said to be purged, they are missing.
    const silent = left.map((line) => ({ ...line, purged: false }));
    expect(findings([...silent, { end: stated.body, signature: stated.signature }])).toEqual(has('missing', 1));
  });

  it('is not taken for one when it is something else', () => {
    for (const lines of [
      [],
      ['not json'],
      ['[]'],
      [{ format: 'codepitamah-audit/1', chain: false }],
      ['{"event":{}}'],
    ]) {
      expect(findings(lines)[0]?.kind).toBe('malformed');
    }
    const { lines } = whole();
    for (const odd of [
      { event: null },
      { event: { seq: 'x' }, hash: 'y' },
      { checkpoint: {} },
      { end: {} },
      { other: 1 },
    ]) {
      expect(findings([...lines.slice(0, 5), odd, ...lines.slice(5)]).length).toBeGreaterThan(0);
    }
  });
});
