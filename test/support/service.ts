import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { startChild } from './child.js';
import { placeEmptyStore } from './embedded-template.js';
import { until } from './poll.js';
import { freshDatabase, freshRedis } from './servers.js';

/** The built service as a real process on a port of its own. */
export interface Service {
  /** Where it listens, without a trailing slash. */
  readonly url: string;
  readonly dataDir: string;
  readonly pid: number;
  /** SIGTERM; resolves with the exit code. The data folder goes with it unless the caller gave it. */
  stop(): Promise<number | string>;
  kill(signal: NodeJS.Signals): void;
  logs(): string;
  readonly exited: Promise<number | string>;
}

export const ADMIN = { email: 'admin@pitamah.test', password: 'Correct-Horse-Battery-9' };

/** Every process that a test file started: ended when the file ends, whatever failed. */
const running = new Map<Service, () => Promise<void>>();

afterAll(async () => {
  for (const end of running.values()) await end();
});

/**
 * Starts `node <dist>/main.js` with its own data folder and, with STORES=servers, its own database on the real servers.
 * `settings` win over the defaults, so two services given the same `await sharedStores()` are two instances.
 */
export async function startService(settings: Readonly<Record<string, string>> = {}): Promise<Service> {
  const { service, listening } = await launch(settings);
  await listening;
  return service;
}

/** Starts the service where it must refuse to: resolves with its exit code and output. */
export async function startFailing(
  settings: Readonly<Record<string, string>>,
): Promise<{ code: number | string; output: string }> {
  const { service, listening } = await launch(settings);
  listening.catch(() => undefined);
  const code = await service.exited;
  return { code, output: service.logs() };
}

/** The settings of one store pair, for several instances. Embedded stores cannot be shared: then real servers are used. */
export async function sharedStores(): Promise<Record<string, string>> {
  return {
    REDIS_URL: await freshRedis(),
    DATABASE_URL: await freshDatabase(),
    JWT_SECRET: 'mW3k8vR1xT5nB7qZ0yL4cD9fG2hJ6pS-two-of-us',
  };
}

async function launch(settings: Readonly<Record<string, string>>) {
  const ownFolder = settings['DATA_DIR'] === undefined;
  const dataDir = settings['DATA_DIR'] ?? mkdtempSync(join(tmpdir(), 'pitamah-'));
  const shared = await stores();
  if (ownFolder && (settings['DATABASE_URL'] ?? shared['DATABASE_URL']) === undefined) await placeEmptyStore(dataDir);
  const main = resolve(process.env['CODEPITAMAH_DIST'] ?? 'dist', 'main.js');
  const child = startChild(process.execPath, ['--enable-source-maps', main], {
    env: {
      PATH: process.env['PATH'],
      HOME: process.env['HOME'],
      NODE_ENV: 'test',
      PORT: '0',
      LOG_LEVEL: 'info',
      ADMIN_EMAIL: ADMIN.email,
      ADMIN_PASSWORD: ADMIN.password,
      REGISTRATIONS_PER_HOUR: '100000',
      ...shared,
      ...settings,
      DATA_DIR: dataDir,
    },
  });
  let url = '';
  const service: Service = {
    get url() {
      return url;
    },
    dataDir,
    pid: child.pid,
    logs: child.output,
    kill: child.kill,
    exited: child.exited,
    async stop() {
      if (!child.hasExited()) child.kill('SIGTERM');
      return child.exited;
    },
  };
  running.set(service, async () => {
    if (!child.hasExited()) child.kill('SIGKILL');
    await child.exited;
    if (ownFolder) rmSync(dataDir, { recursive: true, force: true });
  });
  const listening = until(
    'the service listens',
    () => {
      const found = /^listening on (http:\/\/\S+)$/m.exec(child.output())?.[1];
      if (found === undefined && child.hasExited()) throw new Error(`the service ended:\n${child.output()}`);
      return found;
    },
    90_000,
  ).then((found) => (url = found));
  return { service, listening };
}

async function stores(): Promise<Record<string, string>> {
  if (process.env['STORES'] !== 'servers') return {};
  return { REDIS_URL: await freshRedis(), DATABASE_URL: await freshDatabase() };
}
