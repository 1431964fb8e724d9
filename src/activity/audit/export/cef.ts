import type { OpenedRecord } from '../search/opened-records.js';
import { shown } from './hidden-characters.js';
import { severityOf } from './severity.js';

/** ArcSight's Common Event Format, version 0: a line that most collectors take. Custom fields carry their labels. */
export function cefLine(opened: OpenedRecord): string {
  return `${cefEvent(opened)}\n`;
}

export function cefEvent({ record, hash }: OpenedRecord): string {
  const { actor, target } = record;
  const name = record.method === undefined ? record.type : `${record.method} ${record.route ?? '(no route)'}`;
  // OCSF counts severity to 5, CEF to 10.
  const head = ['CEF:0', 'CodePitamah', 'CodePitamah', '1', record.type, name, String(severityOf(record) * 2 - 1)];
  const fields: [string, string | number | null | undefined][] = [
    ['rt', record.time],
    ['externalId', record.id],
    ['outcome', record.outcome],
    ['suser', actor.id ?? actor.kind],
    ['duid', record.tenant],
    ['requestMethod', record.method],
    ['request', record.route],
    ['in', record.in],
    ['out', record.out],
    ['reason', record.problem],
    ['cn1', record.seq],
    ['cn1Label', 'seq'],
    ['cn2', record.status],
    ['cn2Label', record.status === undefined ? undefined : 'status'],
    ['cs1', hash?.toString('hex')],
    ['cs1Label', hash === null ? undefined : 'hash'],
    ['cs2', record.net],
    ['cs2Label', record.net === undefined ? undefined : 'network'],
    ['cs3', target === undefined ? undefined : `${target.type}:${target.id}`],
    ['cs3Label', target === undefined ? undefined : 'target'],
    ['cs4', record.corr],
    ['cs4Label', record.corr === undefined ? undefined : 'requestId'],
    ['cs5', record.data === undefined ? undefined : JSON.stringify(record.data)],
    ['cs5Label', record.data === undefined ? undefined : 'data'],
  ];
  const extension = fields
    .filter(([, value]) => value !== undefined && value !== null)
    .map(([key, value]) => `${key}=${extensionText(String(value))}`);
  return `${head.map(headText).join('|')}|${extension.join(' ')}`;
}

/** In the head `\` and `|` are escaped, and there are no line breaks. */
function headText(text: string): string {
  return shown(text.replace(/[\\|]/g, '\\$&').replace(/\s/g, ' '));
}

/** In the extension `\` and `=` are escaped, and line breaks are written. */
function extensionText(text: string): string {
  return shown(text.replace(/[\\=]/g, '\\$&').replaceAll('\r', '\\r').replaceAll('\n', '\\n'));
}
