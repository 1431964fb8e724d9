import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';

interface Received {
  headers: IncomingMessage['headers'];
  lines: string[];
}

/** A collector of records on a port of its own. */
export interface Collector {
  readonly url: string;
  /** Every batch that came, also those that were refused. */
  readonly received: Received[];
  /** The next batches are refused. */
  refuse(count: number): void;
  stop(): Promise<void>;
}

export async function startCollector(): Promise<Collector> {
  const received: Received[] = [];
  let refusals = 0;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString('utf8');
      received.push({ headers: request.headers, lines: text.split('\n').filter((line) => line !== '') });
      refusals -= 1;
      response.writeHead(refusals >= 0 ? 503 : 204).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/events`,
    received,
    refuse: (count) => {
      refusals = count;
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
