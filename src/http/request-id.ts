import type { IncomingMessage } from 'node:http';
import { newId } from '../ids/new-id.js';

/** Visible ASCII, at most 128 characters: what may go into a log line and back into a header unchanged. */
const sane = /^[\x21-\x7e]{1,128}$/;

/** The caller's `X-Request-Id` when it is sane, else a new one (UUIDv7: sortable by time). */
export function requestId(request: Pick<IncomingMessage, 'headers'>): string {
  const given = request.headers['x-request-id'];
  return typeof given === 'string' && sane.test(given) ? given : newId();
}
