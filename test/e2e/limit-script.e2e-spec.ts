import type { Redis } from 'ioredis';
import { keepMsOf, packLimits } from '../../src/rate-limit/packed-limits.js';
import { loadScript } from '../../src/redis/redis-script.js';
import { type RedisServer, startRedis } from '../support/redis-server.js';
import { LimitReference } from '../support/limit-reference.js';
import { scenario, type Step } from '../support/limit-scenario.js';

const script = loadScript(new URL('../../src/rate-limit/append-log-4.lua', import.meta.url));
const refund = loadScript(new URL('../../src/rate-limit/refund-1.lua', import.meta.url));

/** 100,000 in the tests; `npm run bench:rate-limit` asks for a million and more. */
const DECISIONS = Number(process.env['LIMIT_DECISIONS'] ?? 100_000);
const LENGTH = 100;

describe('the append log', () => {
  let server: RedisServer;
  let redis: Redis;

  beforeAll(async () => {
    server = await startRedis();
    redis = server.client();
    await redis.script('LOAD', script.source);
    await redis.script('LOAD', refund.source);
  });
  afterAll(async () => {
    redis.disconnect();
    await server.stop();
  });

  it(
    `decides ${DECISIONS} times as the plain reference does`,
    async () => {
      const start = Math.floor(Math.random() * 1e9);
      for (let done = 0; done < DECISIONS; done += LENGTH) {
        const seed = start + done / LENGTH;
        const steps = scenario(seed, LENGTH);
        const answers = await play(steps, seed);
        for (const [index, step] of steps.entries()) {
          if (!same(step, answers[index])) {
            throw new Error(
              `seed ${seed}, step ${index}: ${JSON.stringify(step)} but the script answered ${JSON.stringify(answers[index])}`,
            );
          }
        }
      }
    },
    60_000 + DECISIONS,
  );

  it('admits no more than its limits in any window, asked by 64 callers over four connections', async () => {
    const limits = { limit: 30, windowMs: 300, burst: 12, burstWindowMs: 100, pauseMs: 40 };
    const packed = packLimits(limits, { keepMs: keepMsOf(limits), cost: 1, mode: 0 });
    const log = '{u:live}:log';
    const connections = Array.from({ length: 4 }, () => server.client());
    const accepted: number[] = [];
    const until = Date.now() + 2_000;
    let refused = 0;
    const caller = async (connection: Redis) => {
      while (Date.now() < until) {
        const reply = (await connection.evalsha(script.sha, 4, log, log, log, log, packed, '', '', '')) as number[];
        if (reply[0] === 0) accepted.push(reply[6] as number);
        else refused += 1;
      }
    };
    await Promise.all(Array.from({ length: 64 }, (_, index) => caller(connections[index % 4] as Redis)));
    for (const connection of connections) connection.disconnect();

    // Judged again by the plain reference: each accepted request must pass, at its own time, after those before it.
    const reference = new LimitReference();
    const times = accepted.sort((a, b) => a - b);
    for (const time of times) expect(reference.decide(time, limits, 1).verdict).toBe('pass');
    expect(refused).toBeGreaterThan(times.length);
    // Greedy callers get what the rules allow: a window's limit again and again.
    expect(times.length).toBeGreaterThan(2 * limits.limit);
  });

  async function play(steps: readonly Step[], seed: number): Promise<unknown[]> {
    const log = `{u:${seed}}:log`;
    const pipeline = redis.pipeline();
    for (const step of steps) {
      if (step.kind === 'refund') {
        pipeline.evalsha(refund.sha, 1, log, step.at, step.count);
      } else {
        const packed = packLimits(step.limits, { keepMs: keepMsOf(step.limits), cost: step.cost, mode: 0 });
        pipeline.evalsha(script.sha, 4, log, log, log, log, packed, '', '', '', step.clock);
      }
    }
    pipeline.del(log);
    const results = (await pipeline.exec()) ?? [];
    return results.slice(0, -1).map(([error, reply]) => {
      if (error) throw error;
      return reply;
    });
  }
});

function same(step: Step, reply: unknown): boolean {
  if (step.kind === 'refund') return reply === step.expected;
  const { verdict, waitMs, plan, burst, at } = step.expected;
  const expected = [
    ['pass', 'plan', 'burst'].indexOf(verdict),
    waitMs,
    plan.remaining,
    plan.resetMs,
    burst.remaining,
    burst.resetMs,
    at,
  ];
  return JSON.stringify(reply) === JSON.stringify(expected);
}
