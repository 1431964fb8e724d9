/**
 * Whether the service's memory stays flat: events at a steady rate for long, beside analyses, on a service, a Redis and a
 * PostgreSQL of the benchmark's own.
 *
 *   node bench/activity/soak.mjs [--minutes 60] [--rate 1000] [--analyses 2] [--dist dist]
 *
 * Every event is an answered request. The service is sampled every ten seconds by its own /metrics. Flat: the median of the last
 * third of the samples is at most 5 % and 10 MB above that of the middle third; the first third warms up. Redis grows until the
 * stream is trimmed (ACTIVITY_HOT_DAYS, and at a million entries), as it is meant to. At the end every answered request must be
 * in the record once.
 */
import { Agent, request } from 'node:http';
import { parseArgs } from 'node:util';
import { query, startPostgres } from '../identity/postgres-process.mjs';
import { ADMIN, startService } from '../identity/service-process.mjs';
import { startRedis } from '../rate-limit/redis-process.mjs';

const { values: options } = parseArgs({
  options: {
    minutes: { type: 'string', default: '60' },
    rate: { type: 'string', default: '1000' },
    analyses: { type: 'string', default: '2' },
    dist: { type: 'string', default: 'dist' },
  },
});
const [minutes, rate, analyses] = [Number(options.minutes), Number(options.rate), Number(options.analyses)];
const TICK_MS = 10;
const SAMPLE_MS = 10_000;
const SIGN_IN_MS = 300_000;
/** Requests under way at once: what the service does not keep up with is not sent, and told. */
const IN_FLIGHT_LIMIT = 200;
const SETTLE_MS = 120_000;
const CODE = 'import os\n\ndef run(name):\n    return os.system("ls " + name)\n';

const [redis, postgres] = [await startRedis(), await startPostgres()];
const database = await postgres.database('record');
const service = await startService(options.dist, {
  DATABASE_URL: database,
  REDIS_URL: `unix://${redis.client.options.path}`,
}).catch(async (error) => {
  await Promise.all([redis.stop(), postgres.stop()]);
  throw error;
});
const agent = new Agent({ keepAlive: true, maxSockets: IN_FLIGHT_LIMIT });
const figures = { sent: 0, answered: 0, failed: 0, held: 0, analysed: 0, inFlight: 0 };
const samples = [];

try {
  const url = `${service.url}/health/live`;
  const startedAt = performance.now();
  const end = startedAt + minutes * 60_000;
  let token = await signedIn();
  const timers = [
    setInterval(() => void sample((performance.now() - startedAt) / 60_000), SAMPLE_MS),
    setInterval(() => void signedIn().then((next) => (token = next), told), SIGN_IN_MS),
    setInterval(() => void analyse(token), 1_000 / analyses),
  ];
  for (let now = startedAt; now < end; now = performance.now()) {
    const due = Math.floor(((now - startedAt) / 1000) * rate) - figures.held;
    for (; figures.sent < due; figures.sent += 1) {
      if (figures.inFlight >= IN_FLIGHT_LIMIT) {
        figures.held += due - figures.sent;
        break;
      }
      call(url);
    }
    await sleep(TICK_MS);
  }
  timers.forEach(clearInterval);
  const kept = await settled();
  report(kept, (performance.now() - startedAt) / 1000);
} finally {
  agent.destroy();
  await service.stop();
  await redis.stop();
  await postgres.stop();
}

function call(url) {
  figures.inFlight += 1;
  let over = false;
  const done = (outcome) => {
    if (over) return;
    over = true;
    figures.inFlight -= 1;
    figures[outcome] += 1;
  };
  request(url, { agent }, (response) => {
    response.resume().once('end', () => done('answered'));
    response.once('error', () => done('failed'));
  })
    .once('error', () => done('failed'))
    .end();
}

async function analyse(token) {
  try {
    const answer = await service.post('/analyze', { code: CODE, language: 'python' }, token);
    await answer.arrayBuffer();
    figures.analysed += 1;
  } catch (error) {
    told(error);
  }
}

async function signedIn() {
  const answer = await service.post('/auth/login', ADMIN);
  return (await answer.json()).access_token;
}

async function sample(minute) {
  try {
    const text = await (await service.get('/metrics')).text();
    const value = (name) => Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1]);
    const rss = value('process_resident_memory_bytes') / 1e6;
    const heap = value('nodejs_heap_size_used_bytes') / 1e6;
    samples.push({ minute, rss, heap });
    const stream = Number(/used_memory:(\d+)/.exec(await redis.client.info('memory'))?.[1]) / 1e6;
    const waiting = value('codepitamah_activity_spool_events');
    if (samples.length % 6 === 1) {
      console.log(
        `${minute.toFixed(1)} min: ${rss.toFixed(0)} MB (heap ${heap.toFixed(0)}), Redis ${stream.toFixed(0)} MB, ` +
          `${figures.answered} answered, ${waiting} waiting, ${figures.held} not sent`,
      );
    }
  } catch (error) {
    told(error);
  }
}

/** How many of the requests are in the record, once no more come. */
async function settled() {
  const deadline = performance.now() + SETTLE_MS;
  for (;;) {
    const [{ count }] = await query(
      database,
      `select count(*)::int as count from activity_events where type = 'http.request' and route = '/health/live'`,
    );
    if (figures.inFlight === 0 && count >= figures.answered) return count;
    if (performance.now() > deadline) return count;
    await sleep(1_000);
  }
}

function report(kept, seconds) {
  const third = Math.floor(samples.length / 3);
  const [middle, last] = [samples.slice(third, 2 * third), samples.slice(2 * third)];
  const reached = figures.answered / (minutes * 60);
  console.log(
    `${figures.answered} requests in ${seconds.toFixed(0)} s (${reached.toFixed(0)}/s of ${rate}), ${figures.failed} failed, ` +
      `${figures.analysed} analyses, ${figures.held} not sent: the machine did not keep up`,
  );
  const lost = Math.max(0, figures.answered - kept);
  console.log(`lost: ${lost}, doubled: ${Math.max(0, kept - figures.answered - figures.failed)}`);
  if (third < 2) {
    console.log('too short to say whether memory is flat');
    process.exitCode = 1;
    return;
  }
  const [before, after] = [median(middle.map(({ rss }) => rss)), median(last.map(({ rss }) => rss))];
  const flat = after <= before * 1.05 + 10;
  console.log(
    `memory: ${before.toFixed(0)} MB in the middle third, ${after.toFixed(0)} MB in the last: ${flat ? 'flat' : 'NOT FLAT'}`,
  );
  process.exitCode = flat && lost === 0 ? 0 : 1;
}

function median(values) {
  return values.toSorted((a, b) => a - b)[values.length >> 1];
}

function told(error) {
  console.error(error.message);
}

function sleep(ms) {
  return new Promise((wake) => setTimeout(wake, ms));
}
