import { csvRow } from '../../csv.js';
import type { OpenedRecord } from '../search/opened-records.js';
import { shownBetweenBreaks } from './hidden-characters.js';

const columns =
  'seq,id,time,logged,type,outcome,actor_kind,actor_id,key_id,user_id,session_id,network,user_agent,method,route,status,' +
  'duration_ms,problem,request_id,target,data,hash';

export const csvHead = `${columns}\r\n`;

export function csvLine({ record, hash }: OpenedRecord): string {
  const { actor, ua, target, data } = record;
  const cells = [
    record.seq,
    record.id,
    iso(record.time),
    iso(record.logged),
    record.type,
    record.outcome,
    actor.kind,
    actor.id,
    actor.key,
    record.tenant ?? actor.id,
    record.session,
    record.net,
    ua?.family,
    record.method,
    record.route,
    record.status,
    record.ms,
    record.problem,
    record.corr,
    target === undefined ? undefined : `${target.type}:${target.id}`,
    data === undefined ? undefined : JSON.stringify(data),
    hash?.toString('hex'),
  ];
  return csvRow(cells.map((cell) => (typeof cell === 'string' ? shownBetweenBreaks(cell) : cell)));
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
