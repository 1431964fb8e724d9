import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { Redis } from 'ioredis';
import { unpackDecision } from '../../src/rate-limit/packed-decision.js';
import { keepMsOf, packLimits } from '../../src/rate-limit/packed-limits.js';
import { loadScript, type RedisScript } from '../../src/redis/redis-script.js';
import { type RedisServer, startRedis } from '../support/redis-server.js';
import { LimitReference } from '../support/limit-reference.js';
import { scenario, type Step } from '../support/limit-scenario.js';

const script = loadScript(new URL('../../src/rate-limit/append-log-1-4.lua', import.meta.url));
const pieced = inPieces(script);
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
    await redis.script('LOAD', pieced.source);
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
        const reply = unpackDecision(
          (await connection.callBuffer('evalsha', script.sha, 1, log, packed)) as Buffer,
          limits,
        );
        if (reply.verdict === 'pass') accepted.push(reply.at);
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
    const judge = seed % 3 === 0 ? script : pieced;
    const pipeline = redis.pipeline();
    for (const step of steps) {
      if (step.kind === 'refund') {
        pipeline.evalsha(refund.sha, 1, log, step.at, step.count);
      } else {
        const packed = packLimits(step.limits, { keepMs: keepMsOf(step.limits), cost: step.cost, mode: 0 });
        pipeline.callBuffer('evalsha', judge.sha, 1, log, packed, '', '', '', step.clock);
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
  return isDeepStrictEqual(unpackDecision(reply as Buffer, step.limits), {
    verdict,
    waitMs,
    plan,
    burst,
    multiplier: 1,
    at,
  });
}

/** The script as it would be for logs of thousands of entries, at a size at which the plain reference can follow. */
function inPieces({ source }: RedisScript): { source: string; sha: string } {
  const sizes: [whole: string, small: string][] = [
    ['WHOLE = 256', 'WHOLE = 1'],
    ["'-256'", "'-8'"],
    ['count > 64 and count - 64', 'count > 2 and count - 2'],
    ['last - first > 300', 'last - first > 3'],
    ['- 16)', '- 1)'],
    ['first + 31', 'first + 1'],
  ];
  let text = source;
  for (const [whole, small] of sizes) {
    if (text.split(whole).length !== 2) throw new Error(`the script has not one ${whole}`);
    text = text.replace(whole, small);
  }
  return { source: text, sha: createHash('sha1').update(text).digest('hex') };
}
