/**
 * Whether sign-ins hold up anybody else: 200 at once, each a password hash, while a signed-in caller goes on reading.
 *
 *   node bench/identity/logins.mjs [--rounds 5] [--dist dist]
 *
 * The event loop's delay is measured inside the service (nodejs_eventloop_lag_p99_seconds of its own /metrics, which says
 * 10 ms when nothing happens: that is how often it looks). Bar: p99 under 20 ms. All sign-ins that the queue of 256 takes are answered, one core's worth of hashes at a time.
 */
import { parseArgs } from 'node:util';
import { startRedis } from '../rate-limit/redis-process.mjs';
import { startService } from './service-process.mjs';

const { values: options } = parseArgs({
  options: { rounds: { type: 'string', default: '5' }, dist: { type: 'string', default: 'dist' } },
});
const ROUNDS = Number(options.rounds);
const AT_ONCE = 200;

const redis = await startRedis();
const service = await startService(options.dist, { REDIS_URL: `unix://${redis.client.options.path}` });
try {
  const account = { email: 'reader@bench.example', password: 'Tall-Banyan-Tree-42' };
  const { access_token: token } = await (await service.post('/auth/register', account)).json();
  const lags = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const idle = await lagOf(service);
    const storming = { on: true };
    const startedAt = performance.now();
    const storm = Promise.all(
      Array.from({ length: AT_ONCE }, (_, i) =>
        service.post('/auth/login', { email: `nobody-${round}-${i}@bench.example`, password: 'Tall-Banyan-Tree-43' }),
      ),
    ).then((answers) => {
      storming.on = false;
      return answers;
    });
    const reads = [];
    while (storming.on) {
      const readAt = performance.now();
      await (await service.get('/users/me', token)).arrayBuffer();
      reads.push(performance.now() - readAt);
    }
    const answers = await storm;
    const lag = await lagOf(service);
    lags.push(lag);
    const kinds = answers.reduce((all, { status }) => ({ ...all, [status]: (all[status] ?? 0) + 1 }), {});
    console.log(
      `round ${round + 1}: ${Math.round(performance.now() - startedAt)} ms, answers ${JSON.stringify(kinds)}, ` +
        `event loop p99 ${lag.toFixed(1)} ms (before: ${idle.toFixed(1)}), a read beside it p50 ${at(reads, 0.5)} p99 ${at(reads, 0.99)} ms`,
    );
  }
  const median = lags.toSorted((a, b) => a - b)[Math.floor(ROUNDS / 2)];
  console.log(
    `\nevent loop p99, median of rounds: ${median.toFixed(1)} ms (bar 20, ${median < 20 ? 'met' : 'MISSED'})`,
  );
} finally {
  await service.stop();
  await redis.stop();
}

function at(times, share) {
  return times.toSorted((a, b) => a - b)[Math.min(times.length - 1, Math.floor(times.length * share))].toFixed(1);
}

/** Since it was last asked, ms. */
async function lagOf({ get }) {
  const text = await (await get('/metrics')).text();
  return Number(/^nodejs_eventloop_lag_p99_seconds (\S+)$/m.exec(text)[1]) * 1000;
}
