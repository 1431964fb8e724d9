/**
 * The load, in a process of its own: `{ url, path, body?, tokens, seconds }` in, `{ answered, refused, perSecond }` out.
 *
 * A closed loop: each connection sends its next request when it has the answer to the last. It reads no more of an answer
 * than its status and its length, so that it costs less than what it loads: a general client (autocannon was tried) costs
 * more than a bare Fastify route, and is then itself what is measured wherever the server is fast.
 */
import { createConnection } from 'node:net';

const CONNECTIONS = 64;

process.on('message', async ({ url, path, body, tokens, seconds }) => {
  const { hostname, port } = new URL(url);
  const tally = { answered: 0, refused: 0, until: performance.now() + seconds * 1000 };
  const startedAt = performance.now();
  await Promise.all(
    Array.from({ length: CONNECTIONS }, (_, i) => {
      const request = requestText(hostname, path, tokens[i % tokens.length], body);
      return converse(createConnection({ host: hostname, port: Number(port), noDelay: true }), request, tally);
    }),
  );
  const perSecond = (tally.answered / (performance.now() - startedAt)) * 1000;
  process.send({ answered: tally.answered, refused: tally.refused, perSecond });
});
process.once('disconnect', () => process.exit(0));

function requestText(host, path, token, body) {
  const lines = [`${body === undefined ? 'GET' : 'POST'} ${path} HTTP/1.1`, `host: ${host}`, 'user-agent: bench'];
  if (token !== undefined) lines.push(`authorization: Bearer ${token}`);
  if (body !== undefined) lines.push('content-type: application/json', `content-length: ${Buffer.byteLength(body)}`);
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n${body ?? ''}`);
}

/** Resolves when the time is over and the last answer is in. */
function converse(socket, request, tally) {
  return new Promise((resolve, reject) => {
    let held = '';
    socket.once('error', reject);
    socket.once('connect', () => socket.write(request));
    socket.on('data', (chunk) => {
      held = held === '' ? chunk.latin1Slice() : held + chunk.latin1Slice();
      if (held.length < lengthOf(held)) return;
      tally.answered += 1;
      if (held[9] !== '2') tally.refused += 1;
      held = '';
      if (performance.now() < tally.until) {
        socket.write(request);
      } else {
        socket.destroy();
        resolve();
      }
    });
  });
}

/** Length of the whole answer, or Infinity while its head is not complete. */
function lengthOf(answer) {
  const head = answer.indexOf('\r\n\r\n');
  if (head < 0) return Number.POSITIVE_INFINITY;
  const field = answer.indexOf('content-length: ');
  if (field < 0 || field > head) throw new Error(`an answer without its length: ${answer.slice(0, head)}`);
  return head + 4 + Number.parseInt(answer.slice(field + 16, field + 24), 10);
}
