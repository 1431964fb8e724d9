/**
 * Warm POST /analyze of about 2,000 lines of real code, one request at a time, against the built service: p50 and p95 by
 * language. Bars: 150 and 400 ms.
 *
 *   npm run build && npm run bench:analysis
 */
import { quantile, samplesOf } from './samples.mjs';
import { startService } from './service.mjs';

const BARS = { p50: 150, p95: 400 };
const REQUESTS = Number(process.env['REQUESTS'] ?? 40);
const WARM_UP = 8;
const languages = ['python', 'javascript', 'typescript', 'java', 'php', 'ruby', 'csharp', 'go', 'c', 'cpp', 'rust'];

const service = await startService();
try {
  console.log(`POST /analyze, ms        p50 (bar ${BARS.p50})  p95 (bar ${BARS.p95})`);
  for (const language of languages) {
    const samples = samplesOf(language, 4);
    if (samples === null) {
      console.log(
        `${language.padEnd(20)} no code on this machine: set CODE_${language.toUpperCase()} to a folder of it`,
      );
      continue;
    }
    const times = await measure(samples, language);
    const [p50, p95] = [quantile(times, 0.5), quantile(times, 0.95)];
    const good = p50 <= BARS.p50 && p95 <= BARS.p95;
    if (!good) process.exitCode = 1;
    const columns = `${p50.toFixed(0).padStart(12)} ${p95.toFixed(0).padStart(14)}`;
    console.log(`${language.padEnd(20)} ${columns}  ${good ? 'ok' : 'OVER A BAR'}`);
  }
} finally {
  await service.stop();
}

async function measure(samples, language) {
  const times = [];
  for (let n = 0; n < REQUESTS + WARM_UP; n++) {
    const before = performance.now();
    const answer = await service.analyze({ code: samples[n % samples.length], language });
    const report = await answer.json();
    if (answer.status !== 200) throw new Error(`${answer.status} ${report.detail}`);
    if (n >= WARM_UP) times.push(performance.now() - before);
  }
  return times;
}
