import { readFileSync } from 'node:fs';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { resolve } from 'node:path';
import { createServer as createTlsServer } from 'node:tls';

/** Of the address 0.0.0.0, which a client on this machine may use for loopback. */
export const syslogCertificate = resolve('test/support/certificates/mail-certificate.pem');
const key = resolve('test/support/certificates/mail-key.pem');

/** A receiver of syslog messages (RFC 5424, framed as RFC 6587 §3.4.1 has it) on a port of its own. */
export interface SyslogReceiver {
  readonly url: string;
  /** Every message that came, also those of a connection that was reset. */
  readonly messages: string[];
  /** The next connection is reset after it was read. */
  resetNext(): void;
  stop(): Promise<void>;
}

export async function startSyslog(kind: 'tcp' | 'tls'): Promise<SyslogReceiver> {
  const messages: string[] = [];
  const raw = new Set<Socket>();
  let resets = 0;
  const take = (socket: Socket, reset: () => void) => {
    let waiting = Buffer.alloc(0);
    const resetting = resets > 0;
    resets -= 1;
    socket.on('error', () => undefined);
    socket.on('data', (chunk: Buffer) => {
      waiting = Buffer.concat([waiting, chunk]);
      for (let frame = firstFrame(waiting); frame !== null; frame = firstFrame(waiting)) {
        messages.push(frame.message);
        waiting = waiting.subarray(frame.length);
        if (resetting) return reset();
      }
    });
  };
  let server: Server;
  if (kind === 'tcp') server = createServer((socket) => take(socket, () => socket.resetAndDestroy()));
  else {
    const last = { connection: null as Socket | null };
    const options = { cert: readFileSync(syslogCertificate), key: readFileSync(key) };
    server = createTlsServer(options, (socket) => {
      const connection = last.connection;
      take(socket, () => connection?.resetAndDestroy());
    }).on('connection', (socket) => {
      last.connection = socket;
    });
  }
  server.on('connection', (socket) => {
    raw.add(socket);
    socket.on('error', () => undefined).on('close', () => raw.delete(socket));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    url: `syslog+${kind}://0.0.0.0:${(server.address() as AddressInfo).port}`,
    messages,
    resetNext: () => {
      resets = 1;
    },
    stop: () =>
      new Promise((done) => {
        server.close(() => done());
        for (const socket of raw) socket.destroy();
      }),
  };
}

function firstFrame(bytes: Buffer): { message: string; length: number } | null {
  const space = bytes.indexOf(' ');
  if (space < 0) return null;
  const length = Number(bytes.subarray(0, space).toString());
  if (!Number.isSafeInteger(length)) throw new Error('a frame does not begin with its length');
  const end = space + 1 + length;
  return bytes.length < end ? null : { message: bytes.subarray(space + 1, end).toString('utf8'), length: end };
}
