import type { Socket } from 'node:net';
import { uuidv7 } from 'uuidv7';
import type { ProblemCode } from '../problem/catalogue.js';
import { problemBody } from '../problem/problem-body.js';
import { Problem } from '../problem/problem.js';

/** How long a refused connection may still send, ms. */
const LINGER_MS = 1_000;

const byNodeCode: Readonly<Record<string, ProblemCode>> = {
  HPE_HEADER_OVERFLOW: 'headers_too_large',
  ERR_HTTP_REQUEST_TIMEOUT: 'request_timeout',
};

/**
 * Answers what Node's HTTP parser refused (so there is no request yet): broken syntax, headers too large or too slow.
 * The connection is closed afterwards, since nobody knows where the next request would begin.
 */
export function answerClientError(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const problem = new Problem(byNodeCode[error.code ?? ''] ?? 'malformed_request');
  const id = uuidv7();
  const body = JSON.stringify(problemBody(problem, '', id));
  const head = [
    `HTTP/1.1 ${problem.status} ${problem.message}`,
    'content-type: application/problem+json; charset=utf-8',
    `content-length: ${Buffer.byteLength(body)}`,
    `x-request-id: ${id}`,
    'connection: close',
  ];
  // Closing on unread bytes would reset the connection before the answer is read: they are read away for a moment.
  socket.removeAllListeners('data').on('data', () => undefined);
  socket.setTimeout(LINGER_MS, () => socket.destroy());
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}
