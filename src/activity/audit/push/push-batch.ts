import type { Configuration } from '../../../config/configuration.js';
import { cefEvent } from '../export/cef.js';
import { eventLine } from '../export/chain-export.js';
import { ocsfLine } from '../export/ocsf.js';
import { severityOf } from '../export/severity.js';
import type { OpenedRecord } from '../search/opened-records.js';

export type PushFormat = 'ndjson' | 'ocsf' | 'cef';

/** Unset, the one that collectors of the kind expect. */
export function pushFormat({ settings }: Configuration, url: URL): PushFormat {
  return settings.AUDIT_PUSH_FORMAT ?? (url.protocol.startsWith('syslog') ? 'cef' : 'ndjson');
}

/** One event as a line of the format, without its end. */
export function pushLine(format: PushFormat, opened: OpenedRecord): string {
  switch (format) {
    case 'cef':
      return cefEvent(opened);
    case 'ocsf':
      return ocsfLine(opened).trimEnd();
    case 'ndjson':
      return eventLine(opened).trimEnd();
  }
}

/** Facility 13, log audit; RFC 5424 §6.2.1. */
const FACILITY = 13;
/** OCSF's severities as syslog counts them: informational, notice, warning, error, critical. */
const syslogSeverity = { 1: 6, 2: 5, 3: 4, 4: 3, 5: 2 } as const;

/**
 * A message as RFC 5424 has it, framed by its length (RFC 6587 §3.4.1). The event's id and place stand in the structured
 * data, by which a receiver knows a message that came twice. 32473 is the number set aside for examples (RFC 5612).
 */
export function syslogMessage(hostname: string, format: PushFormat, opened: OpenedRecord): Buffer {
  const { record } = opened;
  const priority = FACILITY * 8 + syslogSeverity[severityOf(record)];
  const time = new Date(record.time).toISOString();
  const data = `[event@32473 id="${record.id}" seq="${record.seq}"]`;
  const head = `<${priority}>1 ${time} ${hostname} codepitamah - ${record.type.slice(0, 32)} ${data} `;
  // The mark says that what follows is UTF-8.
  const message = Buffer.from(`${head}\uFEFF${pushLine(format, opened)}`);
  return Buffer.concat([Buffer.from(`${message.length} `), message]);
}
