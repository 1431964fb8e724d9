import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

export const ADMIN = { email: 'admin@bench.example', password: 'Correct-Horse-Battery-9' };

let callers = 0;

/** Each call comes from a network of its own, so that no throttle has its say. */
function network() {
  callers += 1;
  return `10.${(callers >> 16) & 255}.${(callers >> 8) & 255}.${callers & 255}`;
}

/**
 * Starts one instance of the built service.
 * @param settings on top of a data folder of its own.
 */
export async function startService(dist, settings) {
  const folder = mkdtempSync(join(tmpdir(), 'bench-service-'));
  const child = spawn(process.execPath, [join(resolve(dist), 'main.js')], {
    env: {
      PATH: process.env.PATH,
      NODE_ENV: 'test',
      PORT: '0',
      LOG_LEVEL: 'error',
      DATA_DIR: folder,
      JWT_SECRET: 'mW3k8vR1xT5nB7qZ0yL4cD9fG2hJ6pS-bench',
      ADMIN_EMAIL: ADMIN.email,
      ADMIN_PASSWORD: ADMIN.password,
      TRUSTED_PROXIES: '127.0.0.1/32,::1/128',
      ...settings,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = new Promise((done) => child.once('exit', done));
  const url = await new Promise((found, failed) => {
    let text = '';
    child.stdout.on('data', (chunk) => {
      text += chunk;
      const line = /listening on (http:\S+)/.exec(text)?.[1];
      if (line !== undefined) found(line);
    });
    void exited.then(() => failed(new Error(`the service ended:\n${text}`)));
  });
  const call = (path, init, token) =>
    fetch(url + path, {
      ...init,
      headers: {
        ...(path === '/metrics' ? {} : { 'x-forwarded-for': network() }),
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
        ...init.headers,
      },
    });
  return {
    url,
    get: (path, token) => call(path, { method: 'GET' }, token),
    post(path, body, token) {
      const headers = { 'content-type': 'application/json' };
      return call(path, { method: 'POST', headers, body: JSON.stringify(body) }, token);
    },
    async stop() {
      child.kill('SIGTERM');
      await exited;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
