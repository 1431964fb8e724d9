/**
 * From an answered request to the page of an admin who watches: the figures that arrive on `/admin/analytics/stream`, with one
 * listener and requests one after another (what a browser then draws is not counted).
 *
 *   node bench/activity/stream.mjs [--rounds 100] [--dist dist]
 *
 * Bar: 500 ms. The stream looks every 250 ms.
 */
import { parseArgs } from 'node:util';
import { quantile } from '../analysis/samples.mjs';
import { startPostgres } from '../identity/postgres-process.mjs';
import { ADMIN, startService } from '../identity/service-process.mjs';
import { startRedis } from '../rate-limit/redis-process.mjs';

const { values: options } = parseArgs({
  options: { rounds: { type: 'string', default: '100' }, dist: { type: 'string', default: 'dist' } },
});
const BAR_MS = 500;
const QUIET_MS = 1_000;

const [redis, postgres] = [await startRedis(), await startPostgres()];
const settings = { DATABASE_URL: await postgres.database('stream'), REDIS_URL: `unix://${redis.client.options.path}` };
const service = await startService(options.dist, settings);
const stop = new AbortController();
try {
  const { access_token: token } = await (await service.post('/auth/login', ADMIN)).json();
  const counts = await listen(token);
  const delays = [];
  for (let round = 0; round < Number(options.rounds); round += 1) {
    await counts.settled();
    const before = counts.all;
    await service.get('/health/live');
    const answered = performance.now();
    await counts.above(before);
    delays.push(performance.now() - answered);
  }
  const [p50, p99] = [quantile(delays, 0.5), quantile(delays, 0.99)].map(Math.round);
  console.log(
    `from the answer to the message, ${delays.length} rounds: p50 ${p50} ms, p99 ${p99} ms, most ${Math.round(Math.max(...delays))} ms`,
  );
  console.log(`bar ${BAR_MS} ms: ${p99 <= BAR_MS ? 'met' : 'MISSED'}`);
  process.exitCode = p99 <= BAR_MS ? 0 : 1;
} finally {
  stop.abort();
  await service.stop();
  await redis.stop();
  await postgres.stop();
}

/** Reads the stream, and knows how many requests it has told of. */
async function listen(token) {
  const response = await fetch(`${service.url}/admin/analytics/stream`, {
    headers: { authorization: `Bearer ${token}`, 'x-forwarded-for': '10.9.9.9' },
    signal: stop.signal,
  });
  if (response.status !== 200) throw new Error(`the stream answered ${response.status}`);
  const steps = new Map();
  let waiting = [];
  const counts = {
    all: 0,
    changedAt: performance.now(),
    async settled() {
      while (performance.now() - counts.changedAt < QUIET_MS) await sleep(20);
    },
    above: (number) => new Promise((resolve) => waiting.push({ number, resolve })),
  };
  void read(response.body, (data) => {
    for (const step of data.steps) steps.set(step.time, step.request_count);
    const all = [...steps.values()].reduce((sum, one) => sum + one, 0);
    if (all === counts.all) return;
    counts.all = all;
    counts.changedAt = performance.now();
    for (const { number, resolve } of waiting) if (all > number) resolve();
    waiting = waiting.filter(({ number }) => all <= number);
  }).catch((error) => {
    if (!stop.signal.aborted) throw error;
  });
  return counts;
}

async function read(body, told) {
  let text = '';
  for await (const chunk of body.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
      const data = /^data: ?(.*)$/m.exec(text.slice(0, end))?.[1];
      text = text.slice(end + 2);
      if (data !== undefined) told(JSON.parse(data));
    }
  }
}

function sleep(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
