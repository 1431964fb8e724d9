/**
 * From the act that decides to the limit that changes, on a running service with the scenarios it comes with.
 *
 *   node bench/activity/live.mjs [--rounds 50] [--load 20] [--dist dist]
 *
 * In each round an account's session goes on in another program and another network: one event that halves the limit by itself
 * (`split-session`). The clock runs from the answer of that request to the first look at the account's limits that has the
 * multiplier (looks every 5 ms). `--load` requests a second of other callers go on meanwhile. With `--instances 2` the looks go to
 * the instance that did not serve the request. Bar: 2 s.
 */
import { parseArgs } from 'node:util';
import { startPostgres } from '../identity/postgres-process.mjs';
import { startService } from '../identity/service-process.mjs';
import { startRedis } from '../rate-limit/redis-process.mjs';

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '50' },
    load: { type: 'string', default: '20' },
    instances: { type: 'string', default: '1' },
    dist: { type: 'string', default: 'dist' },
  },
});
const ROUNDS = Number(options.rounds);
const BAR_MS = 2_000;
const LOOK_EVERY_MS = 5;
const GIVEN_UP_MS = 30_000;
const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0';

const [redis, postgres] = [await startRedis(), await startPostgres()];
const settings = { DATABASE_URL: await postgres.database('live'), REDIS_URL: `unix://${redis.client.options.path}` };
const services = [];
const stop = new AbortController();
try {
  for (let instance = 0; instance < Number(options.instances); instance += 1) {
    services.push(await startService(options.dist, settings));
  }
  const load = others();
  const delays = [];
  for (let round = 0; round < ROUNDS; round += 1) delays.push(await delayOf(round));
  stop.abort();
  await load;
  report(delays);
} finally {
  stop.abort();
  for (const service of services) await service.stop();
  await redis.stop();
  await postgres.stop();
}

/** ms from the deciding answer to the multiplier. */
async function delayOf(round) {
  const home = { 'x-forwarded-for': `10.1.${round % 256}.7`, 'user-agent': FIREFOX };
  const account = { email: `live-${round}@bench.example`, password: 'Correct-Horse-Battery-9' };
  await asked(0, '/auth/register', { headers: home, body: account });
  const { access_token: token } = await asked(0, '/auth/login', { headers: home, body: account });
  const mine = { ...home, authorization: `Bearer ${token}` };
  await asked(0, '/users/me', { headers: mine });
  // The event of the sign-in, which begins the session, is evaluated before the theft.
  await sleep(300);
  const theirs = { ...mine, 'x-forwarded-for': `172.20.${round % 256}.7`, 'user-agent': 'curl/8.5.0' };
  await asked(0, '/users/me', { headers: theirs });
  const decided = performance.now();
  for (;;) {
    const { behaviour_multiplier: multiplier } = await asked(-1, '/users/me/limits', { headers: mine });
    if (multiplier === 0.5) return performance.now() - decided;
    if (performance.now() - decided > GIVEN_UP_MS) throw new Error(`the limit of round ${round} never changed`);
    await sleep(LOOK_EVERY_MS);
  }
}

async function others() {
  while (!stop.signal.aborted) {
    const headers = { 'x-forwarded-for': `10.200.${Math.floor(Math.random() * 256)}.1` };
    const rules = { headers, body: { code: 'x = 1\n', language: 'python' } };
    await asked(0, '/analyze', rules).catch(() => undefined);
    await sleep(1_000 / Number(options.load));
  }
}

async function asked(instance, path, { headers, body }) {
  const response = await fetch(services.at(instance).url + path, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(`${path}: ${response.status} ${JSON.stringify(answer)}`);
  return answer;
}

function report(delays) {
  const sorted = delays.toSorted((one, other) => one - other);
  const at = (share) => Math.round(sorted[Math.ceil(share * sorted.length) - 1]);
  console.log(
    `${sorted.length} rounds, ${options.instances} instance(s), ${options.load} requests a second beside: ` +
      `p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, most ${at(1)} ms (bar ${BAR_MS})`,
  );
  process.exitCode = at(1) <= BAR_MS ? 0 : 1;
}

function sleep(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
