import type { OpenedRecord } from '../search/opened-records.js';

const columns =
  'seq,id,time,logged,type,outcome,actor_kind,actor_id,key_id,user_id,session_id,network,user_agent,method,route,status,' +
  'duration_ms,problem,request_id,target,data,hash';

/** What spreadsheets take for the beginning of a formula, also after white space (OWASP, CSV injection). */
const formula = /^\s*[=+\-@\t\r]/;

export const csvHead = `${columns}\r\n`;

/** One line (RFC 4180). Texts that a spreadsheet would run get an apostrophe in front. */
export function csvLine({ record, hash }: OpenedRecord): string {
  const { actor, ua, target, data } = record;
  const values = [
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
  return `${values.map(cell).join(',')}\r\n`;
}

function cell(value: string | number | null | undefined): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'number') return String(value);
  const safe = formula.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
