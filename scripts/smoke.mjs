// A run of the built service as a newcomer sees it: start, sign up, analyse, be shown the limit, stop.
// Its own data folder and port; Redis and PostgreSQL embedded.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root, say, script } from './set-up/project.mjs';

const START_MS = 60_000;

await script(async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'pitamah-smoke-'));
  const child = spawn(process.execPath, [join(root, 'dist', 'main.js')], {
    cwd: root,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, PORT: '0', DATA_DIR: dataDir },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    const url = await listening(child);
    await useIt(url);
    child.kill('SIGTERM');
    const code = await new Promise((resolve) => child.once('exit', (code, signal) => resolve(code ?? signal)));
    expect('exit code', code, 0);
    say('The smoke run passed.');
  } finally {
    child.kill('SIGKILL');
    rmSync(dataDir, { recursive: true, force: true });
  }
});

async function useIt(url) {
  expect('readiness', (await call(url, 'GET', '/health/ready')).status, 200);

  const account = { email: 'newcomer@pitamah.test', password: 'Tall-Banyan-Tree-42' };
  const signUp = await call(url, 'POST', '/auth/register', account);
  expect('sign-up', signUp.status, 201);
  const token = signUp.body.access_token;

  const code = 'import os\n\ndef show(request):\n    os.system("cat " + request.args["name"])\n';
  const analysis = await call(url, 'POST', '/analyze', { code, language: 'python' }, token);
  expect('analysis', analysis.status, 200);
  expect(
    'a security finding',
    analysis.body.findings.some(({ category }) => category === 'security'),
    true,
  );
  expect('limit headers', analysis.headers.get('ratelimit-policy') !== null, true);

  expect('without a token', (await call(url, 'GET', '/users/me')).status, 401);
  expect('the API document', (await call(url, 'GET', '/openapi.json')).status, 200);
}

async function call(url, method, path, body, token) {
  const response = await fetch(url + path, {
    method,
    headers: {
      ...(body ? { 'content-type': 'application/json' } : {}),
      ...(token ? { authorization: `Bearer ${token}` } : {}),
    },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  return { status: response.status, headers: response.headers, body: await response.json() };
}

function listening(child) {
  return new Promise((resolve, reject) => {
    let text = '';
    const timer = setTimeout(() => reject(new Error(`not listening within ${START_MS} ms:\n${text}`)), START_MS);
    child.stdout.on('data', (chunk) => {
      text += chunk;
      const found = /^listening on (http:\S+)$/m.exec(text);
      if (!found) return;
      clearTimeout(timer);
      resolve(found[1]);
    });
    child.once('exit', () => reject(new Error(`the service ended:\n${text}`)));
  });
}

function expect(what, found, wanted) {
  if (found !== wanted) throw new Error(`${what}: ${found} instead of ${wanted}`);
  say(`${what}: ${found}`);
}
