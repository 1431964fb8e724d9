import { type AddressInfo, createServer, type Socket } from 'node:net';
import type { Configuration } from '../../../config/configuration.js';
import type { OpenedRecord } from '../search/opened-records.js';
import { pushTarget } from './push-target.js';

const record = {
  v: 1,
  seq: 7,
  id: '0197f0a2-7777-7c04-8e55-6d1c2f3a4b5c',
  time: 1_795_000_000_000,
  logged: 1_795_000_000_030,
  type: 'http.request',
  outcome: 'ok',
  actor: { kind: 'anonymous' },
} as const;
const opened: OpenedRecord = { record, sealed: record, hash: Buffer.alloc(32) };
const configuration = { settings: {} } as Configuration;

/** What becomes of a batch at a receiver that does this with a connection; true when it counts as taken. */
async function taken(count: number, receive: (socket: Socket) => void): Promise<boolean> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    receive(socket);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  const push = pushTarget(configuration, `syslog+tcp://127.0.0.1:${port}`);
  try {
    await push(Array.from({ length: count }, () => opened));
    return true;
  } catch {
    return false;
  } finally {
    server.close();
  }
}

describe('a batch for a syslog receiver', () => {
  it('counts as taken when the receiver has read it to its end', async () => {
    let bytes = 0;
    expect(await taken(500, (socket) => socket.on('data', (data) => (bytes += data.length)))).toBe(true);
    expect(bytes).toBeGreaterThan(100_000);
  });

  it.each([1, 500])('does not when the receiver closes the connection at once (%i events)', async (count) => {
    expect(await taken(count, (socket) => socket.destroy())).toBe(false);
    expect(await taken(count, (socket) => socket.resume().end())).toBe(false);
  });

  it('does not when the receiver reads a part of it', async () => {
    expect(await taken(500, (socket) => socket.once('data', () => socket.end()))).toBe(false);
  });
});
