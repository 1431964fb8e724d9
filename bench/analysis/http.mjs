/**
 * Warm POST /analyze of about 2,000 lines of real code, one request at a time, against the built service: p50 and p95 by
 * language. Bars: 150 and 400 ms.
 *
 *   npm run build && npm run bench:analysis
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { quantile, samplesOf } from './samples.mjs';

const BARS = { p50: 150, p95: 400 };
const REQUESTS = Number(process.env['REQUESTS'] ?? 40);
const root = fileURLToPath(new URL('../../', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'pitamah-bench-'));
const plan =
  '{ title: Bench, requests: { limit: 4000, window: 60s }, burst: { limit: 4000, window: 1s, pause: 1s }, rate_limit_multiplier: 1, permissions: [code_analysis], max_code: 100KiB, max_upload: 2MiB }';
writeFileSync(join(folder, 'plans.yaml'), `default_plan: free\nplans:\n  anonymous: ${plan}\n  free: ${plan}\n`);

const service = spawn(process.execPath, [join(root, process.env['CODEPITAMAH_DIST'] ?? 'dist', 'main.js')], {
  env: {
    PATH: process.env['PATH'],
    NODE_ENV: 'test',
    PORT: '0',
    LOG_LEVEL: 'error',
    DATA_DIR: join(folder, 'data'),
    PLANS_FILE: join(folder, 'plans.yaml'),
  },
  stdio: ['ignore', 'pipe', 'inherit'],
});
let failed = false;
try {
  const url = await listening();
  console.log(`POST /analyze, ms        p50 (bar ${BARS.p50})  p95 (bar ${BARS.p95})`);
  for (const language of ['python', 'javascript', 'typescript', 'java']) {
    const samples = samplesOf(language, 4);
    if (samples === null) {
      console.log(
        `${language.padEnd(20)} no code on this machine: set CODE_${language.toUpperCase()} to a folder of it`,
      );
      continue;
    }
    const times = [];
    for (let n = -8; n < REQUESTS; n++) {
      const before = performance.now();
      const answer = await fetch(`${url}/analyze`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ code: samples[(n + 8) % samples.length], language }),
      });
      const report = await answer.json();
      if (answer.status !== 200 || report.partial)
        throw new Error(`${answer.status} ${JSON.stringify(report.diagnostics)}`);
      if (n >= 0) times.push(performance.now() - before);
    }
    const [p50, p95] = [quantile(times, 0.5), quantile(times, 0.95)];
    failed ||= p50 > BARS.p50 || p95 > BARS.p95;
    const verdict = p50 <= BARS.p50 && p95 <= BARS.p95 ? 'ok' : 'OVER A BAR';
    console.log(`${language.padEnd(20)} ${p50.toFixed(0).padStart(12)} ${p95.toFixed(0).padStart(14)}  ${verdict}`);
  }
} finally {
  service.kill('SIGTERM');
  await new Promise((resolve) => service.once('exit', resolve));
  rmSync(folder, { recursive: true, force: true });
}
process.exitCode = failed ? 1 : 0;

function listening() {
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
