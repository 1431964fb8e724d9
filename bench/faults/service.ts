import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { startChild } from '../../test/support/child.js';
import { until } from '../../test/support/poll.js';

const ADMIN = { email: 'admin@pitamah.test', password: 'Correct-Horse-Battery-9' };
/** Requests in any minute that each user may make: more than a round sends. */
const LIMIT = 10_000;
const agent = new Agent({ keepAlive: true, maxSockets: 128 });

export interface Reply {
  status: number;
  degraded: boolean;
  body: string;
}

/** The built service on the Redis at hand, with an embedded database, and users signed in to it. */
export interface BenchService {
  /** A limited request that ends right after the decision (400: its body is empty). */
  decide(user: number): Promise<Reply>;
  health(): Promise<string>;
  stop(): Promise<void>;
}

/** @param users how many share the load. */
export async function startBenchService(redisUrl: string, users: number): Promise<BenchService> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-faults-'));
  const main = resolve(process.env['CODEPITAMAH_DIST'] ?? 'dist', 'main.js');
  const child = startChild(process.execPath, [main], {
    env: {
      PATH: process.env['PATH'],
      PORT: '0',
      LOG_LEVEL: 'error',
      DATA_DIR: folder,
      REDIS_URL: redisUrl,
      ADMIN_EMAIL: ADMIN.email,
      ADMIN_PASSWORD: ADMIN.password,
      REGISTRATIONS_PER_HOUR: '100000',
    },
  });
  const stop = async () => {
    if (!child.hasExited()) child.kill('SIGTERM');
    await child.exited;
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const url = await until(
      'the service listens',
      () => {
        if (child.hasExited()) throw new Error(child.output());
        return /^listening on (\S+)$/m.exec(child.output())?.[1];
      },
      60_000,
    );
    const tokens = await signUp(url, users);
    return {
      decide: (user) => call(url, 'POST', '/analyze', tokens[user % users], {}),
      health: async () => (JSON.parse((await call(url, 'GET', '/health/ready')).body) as { status: string }).status,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function signUp(url: string, users: number): Promise<string[]> {
  const admin = tokenOf(await call(url, 'POST', '/auth/login', undefined, ADMIN));
  const tokens = [];
  for (let index = 0; index < users; index += 1) {
    const credentials = { email: `user-${index}@pitamah.test`, password: 'Tall-Banyan-Tree-42' };
    const reply = await call(url, 'POST', '/auth/register', undefined, credentials);
    const { id } = (JSON.parse(reply.body) as { user: { id: string } }).user;
    const override = { limit: LIMIT, burst: LIMIT, expires_at: '2999-01-01T00:00:00Z', reason: 'bench' };
    await call(url, 'PATCH', `/admin/users/${id}`, admin, { rate_limit_override: override });
    tokens.push(tokenOf(reply));
  }
  return tokens;
}

function tokenOf({ body }: Reply): string {
  const { access_token: token } = JSON.parse(body) as { access_token?: string };
  if (token === undefined) throw new Error(`no token: ${body}`);
  return token;
}

function call(url: string, method: string, path: string, token?: string, body?: unknown): Promise<Reply> {
  return new Promise((done, reject) => {
    const text = body === undefined ? '' : JSON.stringify(body);
    const headers = {
      ...(body === undefined ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    };
    const asked = request(url + path, { method, headers, agent }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () =>
        done({
          status: response.statusCode ?? 0,
          degraded: response.headers['ratelimit-degraded'] === '?1',
          body: Buffer.concat(chunks).toString(),
        }),
      );
    });
    asked.on('error', reject);
    asked.end(text);
  });
}
