import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));
const plan =
  '{ title: Bench, requests: { limit: 4000, window: 60s }, burst: { limit: 4000, window: 1s, pause: 1s }, ' +
  'rate_limit_multiplier: 1, permissions: [code_analysis], max_code: 100KiB, max_upload: 2MiB }';

/** Starts the built service with a data folder of its own and plans that refuse nobody; `stop` leaves nothing behind. */
export async function startService() {
  const folder = mkdtempSync(join(tmpdir(), 'pitamah-bench-'));
  writeFileSync(join(folder, 'plans.yaml'), `default_plan: free\nplans:\n  anonymous: ${plan}\n  free: ${plan}\n`);
  const service = spawn(process.execPath, [join(root, process.env['CODEPITAMAH_DIST'] ?? 'dist', 'main.js')], {
    env: {
      PATH: process.env['PATH'],
      NODE_ENV: 'test',
      PORT: '0',
      LOG_LEVEL: 'fatal',
      DATA_DIR: join(folder, 'data'),
      PLANS_FILE: join(folder, 'plans.yaml'),
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = new Promise((resolve) => service.once('exit', resolve));
  const url = await listening(service);
  return {
    url,
    /** Anonymous without a token. */
    analyze: (body, token) => post(`${url}/analyze`, body, token),
    /** A new account's token: another caller than the anonymous one. */
    async signUp() {
      const account = { email: 'bench@pitamah.test', password: 'Tall-Banyan-Tree-42' };
      const answer = await post(`${url}/auth/register`, account);
      return (await answer.json()).access_token;
    },
    async stop() {
      service.kill('SIGTERM');
      await exited;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function post(url, body, token) {
  const authorization = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const headers = { 'content-type': 'application/json', ...authorization };
  return fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
}

function listening(service) {
  return new Promise((resolve, reject) => {
    let text = '';
    service.stdout.on('data', (chunk) => {
      text += chunk;
      const found = /listening on (http:\S+)/.exec(text)?.[1];
      if (found !== undefined) resolve(found);
    });
    service.once('exit', (code) => reject(new Error(`the service ended with ${code}:\n${text}`)));
  });
}
