import { crc32 } from 'node:zlib';
import type { ActivityEventRow } from '../../../database/tables/activity.js';
import { type ActivityEvent, ownerOf } from '../../activity-event.js';
import { pack, unpack } from '../../packing/packed-json.js';
import { type SlimEvent, slimEvent, wholeEvent } from '../../packing/slim-event.js';
import type { AuditRecord } from './audit-record.js';

/**
 * A record as a row: what is searched for has columns of its own, the rest is packed. `user_id`, `actor_id`, `corr_hash` and
 * `net_bucket` are made for the search alone and follow from the rest.
 */
export type NewEventRow = Omit<ActivityEventRow, 'hash' | 'time'> & { hash: Buffer; time: number };

/** In the packed part, for an id that the row's `user_id` tells already. */
const OWNER = 1;
const OPENING_BRACE = 0x7b;
const uuid = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/;

type Rest = Omit<AuditRecord, 'seq' | 'id' | 'time' | 'logged' | 'type' | 'outcome' | 'actor' | 'tenant'> & {
  actor: Omit<ActivityEvent['actor'], 'id'> & { id?: string | typeof OWNER };
  tenant?: string | typeof OWNER;
  /** `logged` less `time`. */
  lag?: number;
};

/** @param net the keyed hash of the network, which the record itself may hold sealed only. */
export function rowOf(record: AuditRecord, hash: Buffer, net: string | undefined): NewEventRow {
  const { seq, id, time, logged, type, outcome, actor, tenant, route, target, ...others } = record;
  const user = userOf(record);
  const acted = actedId(record, user);
  const rest: Rest = { ...others, lag: logged - time, actor: { ...actor } };
  if (actor.id !== undefined && actor.id === user) rest.actor.id = OWNER;
  if (tenant !== undefined) rest.tenant = tenant === user ? OWNER : tenant;
  if (route === null) rest.route = null;
  const targeted = targetOf(target);
  if (target !== undefined && targeted === null) rest.target = target;
  return {
    seq,
    id,
    time,
    user_id: user,
    actor_id: acted,
    corr_hash: record.corr === undefined ? null : correlationHash(record.corr),
    net_bucket: net === undefined ? null : networkBucket(net),
    type,
    outcome,
    route: route ?? null,
    target: targeted,
    hash,
    body: pack(slimEvent(rest as ActivityEvent)),
  };
}

/** The record that a row was made of; of one from before the chain began too, whose packed part is plain JSON. */
export function recordOf(row: ActivityEventRow): AuditRecord {
  const time = row.time.getTime();
  const body = bytesOf(row.body);
  const packed = body[0] === OPENING_BRACE ? JSON.parse(body.toString('utf8')) : wholeEvent(unpack(body) as SlimEvent);
  const { lag = 0, actor, tenant } = packed as Rest;
  const record = packed as AuditRecord & { lag?: number | undefined };
  record.lag = undefined;
  // What has a column is as the column says, or the packed part could hide what an event should be found by. One member
  // after the other: to copy an object costs more than its hash.
  record.seq = row.seq;
  record.id = row.id;
  record.time = time;
  record.logged = time + lag;
  record.type = row.type as AuditRecord['type'];
  record.outcome = row.outcome as AuditRecord['outcome'];
  if (actor.id === OWNER) record.actor.id = row.user_id as string;
  if (tenant === OWNER) record.tenant = row.user_id as string;
  if (row.route !== null) record.route = row.route;
  const colon = row.target?.indexOf(':') ?? -1;
  if (row.target !== null && colon >= 0) {
    record.target = { type: row.target.slice(0, colon), id: row.target.slice(colon + 1) };
  }
  return record;
}

/** The embedded engine gives plain arrays of bytes. Not a copy. */
export function bytesOf(column: Uint8Array): Buffer {
  return Buffer.isBuffer(column) ? column : Buffer.from(column.buffer, column.byteOffset, column.byteLength);
}

/** False when somebody changed what a row is found by: the chain covers what it says, not these. */
export function columnsAgree(record: AuditRecord, row: ActivityEventRow): boolean {
  const { route, target, corr, net } = record;
  return (
    ownedAs(record, row.user_id) &&
    row.actor_id === actedId(record, row.user_id) &&
    row.corr_hash === (corr === undefined ? null : correlationHash(corr)) &&
    // A sealed network is not to be told from here.
    (net === undefined || row.net_bucket === networkBucket(net)) &&
    row.route === (route ?? null) &&
    row.target === targetOf(target)
  );
}

/** What the column holds is a UUID: where they are equal, the owner is one. */
function ownedAs(record: AuditRecord, user: string | null): boolean {
  return user === null ? userOf(record) === null : ownerOf(record) === user;
}

/** Null for one whose column could not be taken apart again: it is packed. */
function targetOf(target: ActivityEvent['target']): string | null {
  return target === undefined || target.type.includes(':') ? null : `${target.type}:${target.id}`;
}

/** The account that a record is listed under. */
export function userOf(event: Pick<ActivityEvent, 'tenant' | 'actor'>): string | null {
  const owner = ownerOf(event);
  return owner !== null && uuid.test(owner) ? owner : null;
}

/** Whoever acted, when that is not the account that the record is listed under. */
function actedId({ actor }: ActivityEvent, user: string | null): string | null {
  return actor.id !== undefined && actor.id !== user && uuid.test(actor.id) ? actor.id : null;
}

/** 32 bits of a request id: few enough to be cheap in an index, and what they find is compared whole. */
export function correlationHash(requestId: string): number {
  return crc32(requestId) | 0;
}

/**
 * 12 bits of a network's keyed hash: a search finds one in 4,096 records by it and opens those to compare the rest. What
 * the bits alone tell after an erasure is one of 4,096 groups of a million addresses each.
 */
export function networkBucket(net: string): number {
  return Buffer.from(net.slice(0, 4), 'base64url').readUInt16BE() >> 4;
}
