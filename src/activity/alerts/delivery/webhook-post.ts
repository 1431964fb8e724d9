import { request as requestPlain, type RequestOptions } from 'node:http';
import { request as requestSecure } from 'node:https';
import type { LookupFunction } from 'node:net';
import { delivered, failed, type Outcome } from './attempt.js';
import type { Address } from './address-guard.js';
import { retryAfterMs } from './retry-schedule.js';

/** Of an answer's body nothing is used; so much of it is read, so that a polite receiver sees its answer taken. */
const ANSWER_BYTES = 16_384;

const errorWords: readonly [RegExp, string][] = [
  [/CERT|ISSUER|SELF_SIGNED|ALTNAME|_SSL_|TLS|EPROTO/, 'tls_failed'],
  [/ETIMEDOUT/, 'timeout'],
  [/ECONNREFUSED|EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL/, 'connection_failed'],
  [/HPE_/, 'no_http'],
];

export interface Post {
  url: URL;
  addresses: readonly Address[];
  headers: Readonly<Record<string, string>>;
  body: string;
  /** For everything together, ms. */
  timeoutMs: number;
  /** Ends it at once. */
  signal: AbortSignal;
}

/**
 * Sends a body, once, to one of these addresses and nowhere else: no redirect is followed, no proxy is asked, no connection
 * is kept. Resolves with what came of it, never rejects.
 */
export function post({ url, addresses, headers, body, timeoutMs, signal }: Post): Promise<Outcome> {
  return new Promise((resolve) => {
    const secure = url.protocol === 'https:';
    const host = url.hostname.replace(/^\[|\]$/g, '');
    const bytes = Buffer.from(body);
    const options: RequestOptions = {
      method: 'POST',
      host,
      port: url.port === '' ? (secure ? 443 : 80) : url.port,
      path: url.pathname + url.search,
      headers: { ...headers, host: url.host, 'content-length': bytes.length },
      agent: false,
      lookup: pinned(addresses),
      ...(url.username === '' && url.password === ''
        ? {}
        : { auth: `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}` }),
    };
    const request = (secure ? requestSecure : requestPlain)(options);
    let outcome: Outcome | null = null;
    const finish = (found: Outcome) => {
      outcome ??= found;
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
      request.destroy();
      resolve(outcome);
    };
    const timer = setTimeout(() => finish(failed('timeout')), timeoutMs);
    const stop = () => finish(failed('stopped'));
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop);
    request.on('error', (error: NodeJS.ErrnoException) => finish(failed(wordFor(error))));
    request.on('close', () => finish(failed('connection_failed')));
    request.on('response', (response) => {
      // The status says it all: whatever the body does from here on changes nothing.
      outcome = outcomeOf(response.statusCode ?? 0, response.headers['retry-after']);
      let read = 0;
      response.on('data', (chunk: Buffer) => {
        read += chunk.length;
        if (read > ANSWER_BYTES) finish(failed('answer_too_long'));
      });
      response.on('end', () => finish(failed('connection_failed')));
    });
    request.end(bytes);
  });
}

export function outcomeOf(status: number, retryAfter: string | undefined, now = Date.now()): Outcome {
  if (status >= 200 && status < 300) return delivered(status);
  const result = status >= 300 && status < 400 ? 'redirect' : `http_${status}`;
  const asked = status === 429 || status === 503 ? retryAfterMs(retryAfter, now) : null;
  return failed(result, { status, retryAfterMs: asked, gone: status === 410 });
}

/** Answers every question for the host with the addresses that were looked at. */
function pinned(addresses: readonly Address[]): LookupFunction {
  return (_host, options, done) => {
    if (options.all === true) done(null, [...addresses]);
    else done(null, addresses[0]?.address ?? '', addresses[0]?.family);
  };
}

function wordFor(error: NodeJS.ErrnoException): string {
  const code = error.code ?? '';
  return errorWords.find(([pattern]) => pattern.test(code))?.[1] ?? 'connection_failed';
}
