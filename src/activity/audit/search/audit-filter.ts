import { isIP } from 'node:net';
import { type SelectQueryBuilder, sql } from 'kysely';
import type { Schema } from '../../../database/schema.js';
import type { ActivityEventRow } from '../../../database/tables/activity.js';
import { clientNetwork } from '../../../network/client-network.js';
import { Problem } from '../../../problem/problem.js';
import type { AuditRecord } from '../chain/audit-record.js';
import { correlationHash, networkBucket } from '../chain/event-row.js';
import type { AuditFilterDto } from './audit-query.dto.js';

/**
 * A search in two steps: what the columns can tell, and what only the opened record does. A network is sealed with who it is
 * about, so its columns are but a coarse sieve.
 */
export interface AuditFilter {
  narrow(rows: EventQuery): EventQuery;
  holds(record: AuditRecord): boolean;
  /** True when `holds` says nothing that the columns do not say: what they find is all that is meant. */
  exact: boolean;
  /** True when every event in the range passes: the answer is then a whole piece of the chain. */
  everything: boolean;
  /** The range of time, ISO 8601. */
  from: string | undefined;
  to: string | undefined;
}

export type EventQuery = SelectQueryBuilder<Schema, 'activity_events', ActivityEventRow>;

/**
 * @param hashOf the keyed hash of a network.
 * @throws Problem `validation_failed` for an address that is none.
 */
export function auditFilter(query: AuditFilterDto, hashOf: (network: string) => string): AuditFilter {
  const { actor, user, type, outcome, route, target, request_id: requestId } = query;
  const from = query.from ?? query.after;
  const to = query.to ?? query.before;
  const net = query.ip === undefined ? undefined : hashOf(networkOf(query.ip));
  const narrow = (given: EventQuery): EventQuery => {
    let rows = given;
    if (user !== undefined) rows = rows.where('user_id', '=', user);
    if (actor !== undefined) {
      rows = rows.where(({ eb, and, or }) =>
        or([eb('actor_id', '=', actor), and([eb('user_id', '=', actor), eb('actor_id', 'is', null)])]),
      );
    }
    if (type?.endsWith('.') === true) {
      // `.` and the character after it enclose all that begins with the prefix.
      const end = `${type.slice(0, -1)}/`;
      rows = rows.where(sql<boolean>`type collate "C" >= ${type} and type collate "C" < ${end}`);
    } else if (type !== undefined) rows = rows.where(sql<boolean>`type collate "C" = ${type}`);
    if (outcome !== undefined) rows = rows.where('outcome', '=', outcome);
    if (route !== undefined) rows = rows.where('route', '=', route);
    if (target !== undefined) rows = rows.where('target', '=', target);
    if (requestId !== undefined) rows = rows.where('corr_hash', '=', correlationHash(requestId));
    if (net !== undefined) rows = rows.where('net_bucket', '=', networkBucket(net));
    if (from !== undefined) rows = rows.where(sql<boolean>`time >= ${from}::timestamptz`);
    if (to !== undefined) rows = rows.where(sql<boolean>`time < ${to}::timestamptz`);
    return rows;
  };
  const holds = (record: AuditRecord): boolean =>
    (actor === undefined || record.actor.id === actor) &&
    (requestId === undefined || record.corr === requestId) &&
    (net === undefined || record.net === net);
  const others = [actor, user, type, outcome, route, target, requestId, net];
  return {
    narrow,
    holds,
    exact: actor === undefined && requestId === undefined && net === undefined,
    everything: others.every((value) => value === undefined),
    from,
    to,
  };
}

function networkOf(ip: string): string {
  if (isIP(ip) !== 0) return clientNetwork(ip);
  throw new Problem('validation_failed', {
    errors: [{ pointer: '/ip', code: 'ip', message: 'must be an IP address' }],
  });
}
