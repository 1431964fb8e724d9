import { createHash, type KeyObject, sign, verify } from 'node:crypto';
import { canonicalJson } from '../chain/canonical-json.js';

/** What is signed about one span of the chain. Hashes are lower-case hex. */
export interface CheckpointBody {
  type: 'codepitamah.audit.checkpoint';
  v: 1;
  /** Counts checkpoints from 1, without gaps. */
  number: number;
  /** First and last `seq` of the span; of an empty one `to` is `from - 1`. */
  from: number;
  to: number;
  count: number;
  /** Hash before the span, and of its last event. */
  start: string;
  head: string;
  /** Merkle root over the hashes of the span's events. */
  root: string;
  /** SHA-256 of the checkpoint before, as canonical JSON; null for the first. */
  previous: string | null;
  /** ISO 8601, on the database's clock. */
  time: string;
  /** Id of the signing key. */
  key: string;
}

/** What an export was asked for, and what there was: tells the edge of what was asked for from a cut. */
export interface ExportRange {
  /** Places of the record's first and last event then. */
  first: number;
  last: number;
  /** Times as they were asked for, ISO 8601; null: from the beginning, to the end. */
  since: string | null;
  before: string | null;
}

/** What is signed at the end of an export: that it is whole up to here. */
export interface ExportEnd {
  type: 'codepitamah.audit.export';
  v: 1;
  from: number;
  to: number;
  count: number;
  head: string;
  time: string;
  key: string;
  /** Lacks in exports of older versions. */
  range?: ExportRange;
}

/** A statement and its Ed25519 signature (base64url) over the statement's canonical JSON. */
export interface Signed<T> {
  body: T;
  signature: string;
}

export type SignedCheckpoint = Signed<CheckpointBody>;

export function signed<T extends CheckpointBody | ExportEnd>(body: T, key: KeyObject): Signed<T> {
  return { body, signature: sign(null, Buffer.from(canonicalJson(body)), key).toString('base64url') };
}

export function isGenuine({ body, signature }: Signed<CheckpointBody | ExportEnd>, key: KeyObject): boolean {
  return verify(null, Buffer.from(canonicalJson(body)), key, Buffer.from(signature, 'base64url'));
}

/** What the next checkpoint calls `previous`. */
export function digestOf(body: CheckpointBody): string {
  return createHash('sha256').update(canonicalJson(body)).digest('hex');
}

/** The id of a public key: follows from it, so that a verifier needs nothing but the key. */
export function keyId(key: KeyObject): string {
  return createHash('sha256')
    .update(key.export({ format: 'der', type: 'spki' }))
    .digest('base64url')
    .slice(0, 16);
}
