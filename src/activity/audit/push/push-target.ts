import { connect as connectTcp, isIP, type Socket } from 'node:net';
import { hostname } from 'node:os';
import { connect as connectTls } from 'node:tls';
import type { Configuration } from '../../../config/configuration.js';
import type { OpenedRecord } from '../search/opened-records.js';
import { type PushFormat, pushFormat, pushLine, syslogMessage } from './push-batch.js';

/** Longest time for a batch, ms. */
const TIMEOUT_MS = 10_000;
/** What a receiver may take to close a connection that it does not want, ms. */
const SLACK_MS = 50;
/** Standard port of syslog over TLS, and what is usual over TCP. */
const SYSLOG_PORTS: Readonly<Record<string, number>> = { 'syslog+tls:': 6514, 'syslog+tcp:': 601 };

/** Resolves when the collector has the batch; an error means that it may or may not have it, and it is sent again. */
export type PushTarget = (batch: readonly OpenedRecord[]) => Promise<void>;

export function pushTarget(configuration: Configuration, address: string): PushTarget {
  const url = new URL(address);
  const format = pushFormat(configuration, url);
  if (url.protocol.startsWith('syslog')) return (batch) => toSyslog(url, format, batch);
  return (batch) => toHttp(url, format, configuration.settings.AUDIT_PUSH_TOKEN, batch);
}

async function toHttp(url: URL, format: PushFormat, token: string | undefined, batch: readonly OpenedRecord[]) {
  const first = batch[0]?.record.seq ?? 0;
  const last = batch.at(-1)?.record.seq ?? 0;
  const response = await fetch(url, {
    method: 'POST',
    headers: {
      'content-type': format === 'cef' ? 'text/plain; charset=utf-8' : 'application/x-ndjson',
      // The same for the same events: a receiver may know a batch that comes again.
      'idempotency-key': `${first}-${last}`,
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    body: batch.map((opened) => `${pushLine(format, opened)}\n`).join(''),
    redirect: 'error',
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  await response.body?.cancel();
  if (!response.ok) throw new Error(`the collector answered ${response.status}`);
}

/**
 * One connection for a batch, ended by us: syslog has no answer, but a receiver that closes after our end has read up to it,
 * one that resets the connection has not, and neither has one that closes before our end (a proxy without its backend). Word
 * of that may be one round trip away when all is written, so our end waits for as long.
 */
function toSyslog(url: URL, format: PushFormat, batch: readonly OpenedRecord[]): Promise<void> {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const port = url.port === '' ? (SYSLOG_PORTS[url.protocol] as number) : Number(url.port);
  const name =
    hostname()
      .replace(/[^\x21-\x7e]/g, '')
      .slice(0, 255) || '-';
  const messages = Buffer.concat(batch.map((opened) => syslogMessage(name, format, opened)));
  return new Promise((resolve, reject) => {
    const socket: Socket =
      url.protocol === 'syslog+tls:' ? connectTls({ host, port, ...named(host) }) : connectTcp({ host, port });
    // Its end does not become ours.
    socket.allowHalfOpen = true;
    const startedAt = performance.now();
    let end: NodeJS.Timeout | undefined;
    let ended = false;
    const timer = setTimeout(
      () => socket.destroy(new Error('the collector did not take the batch in time')),
      TIMEOUT_MS,
    );
    socket.once('error', reject);
    socket.once('close', () => {
      clearTimeout(timer);
      clearTimeout(end);
      resolve();
    });
    socket.once('end', () => {
      if (!ended) socket.destroy(new Error('the collector closed the connection before it had the batch'));
    });
    // Nothing that it says is waited for; its end is.
    socket.resume();
    socket.once(url.protocol === 'syslog+tls:' ? 'secureConnect' : 'connect', () => {
      // To connect took a round trip at least.
      const wordTakes = 2 * (performance.now() - startedAt) + SLACK_MS;
      socket.write(messages, () => {
        // What came meanwhile is read first, also by a process that was held up for longer.
        end = setTimeout(() => {
          setImmediate(() => {
            ended = true;
            socket.end();
          });
        }, wordTakes);
      });
    });
  });
}

/** A server is asked for by name only where it has one (RFC 6066 §3); its certificate is checked against the host either way. */
function named(host: string): { servername?: string } {
  return isIP(host) === 0 ? { servername: host } : {};
}
