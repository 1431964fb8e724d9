import { createHmac } from 'node:crypto';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { until } from './poll.js';

/** One request as the receiver took it. */
export interface Received {
  path: string;
  headers: Record<string, string>;
  text: string;
  // oxlint-disable-next-line typescript/no-explicit-any -- tests read whatever shape a body promises
  body: any;
  at: number;
}

export type Answerer = (response: ServerResponse, received: Received) => void;

/** A real receiver of webhooks on a loopback port. */
export interface WebhookReceiver {
  readonly port: number;
  readonly url: string;
  readonly received: readonly Received[];
  /** Those of one path. */
  at(path: string): Received[];
  /** How a path answers from now on; without it 204. */
  answer(path: string, answerer: Answerer): void;
  /** Waits for the request number `count` (1 is the first) on a path. */
  request(path: string, count?: number): Promise<Received>;
  stop(): Promise<void>;
}

const started: WebhookReceiver[] = [];

afterAll(async () => {
  for (const receiver of started) await receiver.stop();
});

export async function startWebhookReceiver(): Promise<WebhookReceiver> {
  const received: Received[] = [];
  const answers = new Map<string, Answerer>();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString('utf8');
      const path = request.url ?? '';
      const one: Received = {
        path,
        headers: request.headers as Record<string, string>,
        text,
        body: JSON.parse(text),
        at: Date.now(),
      };
      received.push(one);
      const answerer = answers.get(path);
      if (answerer === undefined) response.writeHead(204).end();
      else answerer(response, one);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const at = (path: string) => received.filter((one) => one.path === path);
  const receiver: WebhookReceiver = {
    port,
    url: `http://127.0.0.1:${port}`,
    received,
    at,
    answer: (path, answerer) => void answers.set(path, answerer),
    request: (path, count = 1) => until(`request ${count} to ${path}`, () => at(path)[count - 1], 30_000),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  started.push(receiver);
  return receiver;
}

/** Checks a message as Standard Webhooks tells receivers to: which of its signatures this secret made, none being -1. */
export function signedBy({ headers, text }: Received, secret: string): number {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const content = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${text}`;
  const expected = `v1,${createHmac('sha256', key).update(content).digest('base64')}`;
  return (headers['webhook-signature'] ?? '').split(' ').indexOf(expected);
}
