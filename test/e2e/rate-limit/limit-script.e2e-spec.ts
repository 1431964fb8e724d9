import { createHash } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { ChainableCommander, Redis } from 'ioredis';
import type { Decision, Limits } from '../../../src/rate-limit/decision.js';
import { unpackDecision } from '../../../src/rate-limit/log/packed-decision.js';
import { furtherKeepMsOf, keepMsOf, packLimits } from '../../../src/rate-limit/log/packed-limits.js';
import { encodePlans } from '../../../src/rate-limit/plan-table.js';
import { loadScript, type RedisScript } from '../../../src/redis/redis-script.js';
import { describeOnce } from '../../support/independent.js';
import { type RedisServer, startRedis } from '../../support/redis-server.js';
import { LimitReference } from '../../support/limit-reference.js';
import { scenario, type Step } from '../../support/limit-scenario.js';

const script = loadScript(new URL('../../../src/rate-limit/log/append-log-1-6.lua', import.meta.url));
const pieced = inPieces(script);
const refund = loadScript(new URL('../../../src/rate-limit/log/refund-1-3.lua', import.meta.url));

/** 20,000 in the tests; `npm run bench:rate-limit:oracle` asks for a million. */
const DECISIONS = Number(process.env['LIMIT_DECISIONS'] ?? 20_000);
const LENGTH = 100;
const FAR = 9_999_999_999_999;
/** Scenarios whose answers are awaited together. */
const AT_ONCE = 10;

describeOnce('the append log', () => {
  let server: RedisServer;
  let redis: Redis;

  beforeAll(async () => {
    server = await startRedis();
    redis = server.client();
    for (const { source } of [script, pieced, refund]) await redis.script('LOAD', source);
  });
  afterAll(async () => {
    redis.disconnect();
    await server.stop();
  });

  it(
    `decides ${DECISIONS} times as the plain reference does`,
    async () => {
      const start = Math.floor(Math.random() * 1e9);
      const scenarios = Math.ceil(DECISIONS / LENGTH);
      for (let done = 0; done < scenarios; done += AT_ONCE) {
        const seeds = Array.from({ length: Math.min(AT_ONCE, scenarios - done) }, (_, index) => start + done + index);
        await Promise.all(seeds.map((seed) => agree(seed)));
      }
    },
    60_000 + DECISIONS,
  );

  it('admits no more than its limits in any window, asked by 64 callers over four connections', async () => {
    const limits: Limits = {
      limit: 30,
      windowMs: 300,
      burst: 12,
      burstWindowMs: 100,
      pauseMs: 40,
      further: [{ name: 'second', limit: 60, windowMs: 1_000, shadow: false, log: 'own' }],
    };
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

  it('keeps no more entries than the highest limit can count, whatever is in shadow mode', async () => {
    const limits: Limits = {
      limit: 4_000,
      windowMs: 3_600_000,
      burst: 0,
      burstWindowMs: 1,
      pauseMs: 1,
      shadowed: { plan: true, burst: false },
    };
    const packed = packLimits(limits, { keepMs: keepMsOf(limits), cost: 4_000, mode: 0 });
    const log = '{u:flood}:log';
    for (let i = 0; i < 12; i += 1) {
      const reply = (await redis.callBuffer('evalsha', script.sha, 1, log, packed)) as Buffer;
      expect(unpackDecision(reply, limits)).toMatchObject({ verdict: 'pass', shadow: i === 0 ? [] : ['plan'] });
    }
    expect(await redis.strlen(log)).toBeLessThanOrEqual(4 * 20_480);
    expect(await redis.strlen(log)).toBeGreaterThanOrEqual(4 * 16_000);
  });

  async function agree(seed: number): Promise<void> {
    const accounts = seed % 4 === 1;
    const steps = scenario(seed, LENGTH, { accounts });
    const answers = await play(steps, seed, accounts);
    for (const [index, step] of steps.entries()) {
      if (same(step, answers[index])) continue;
      throw new Error(
        `seed ${seed}, step ${index}: ${JSON.stringify(step)} but the script answered ${JSON.stringify(answerTo(step, answers[index]))}`,
      );
    }
  }

  async function play(steps: readonly Step[], seed: number, accounts: boolean): Promise<unknown[]> {
    const tag = `{u:${seed}}`;
    const [log, route, key] = [`${tag}:log`, `${tag}:log:policy`, `${tag}:key:k:log`];
    const judge = seed % 3 === 0 ? script : pieced;
    const pipeline = redis.pipeline();
    const asked: number[] = [];
    let calls = 0;
    for (const step of steps) {
      if (step.kind === 'refund') {
        const { own, route: ofRoute, key: ofKey } = step.counts;
        pipeline.evalsha(refund.sha, 3, log, route, key, step.at, own, ofRoute, ofKey);
      } else if (accounts) {
        calls += mirror(pipeline, tag, step);
        const { base } = step.told;
        const packed = packLimits(nowhere, { ...keepOf(base), cost: step.cost, mode: 4 });
        const keys = [log, `${tag}:behaviour`, `${tag}:account`, `${tag}:session:s`, ...furtherLogs(base, route, key)];
        const plan = encodePlans([['tried', withoutKey(base)]]);
        pipeline.callBuffer('evalsha', judge.sha, keys.length, ...keys, packed, plan, '', step.clock);
      } else {
        const { limits } = step.told;
        const packed = packLimits(limits, { ...keepOf(limits), cost: step.cost, mode: 0 });
        const keys = [log, ...furtherLogs(limits, route, key)];
        pipeline.callBuffer('evalsha', judge.sha, keys.length, ...keys, packed, '', '', step.clock);
      }
      asked.push(calls);
      calls += 1;
    }
    pipeline.del(log, route, key);
    const results = (await pipeline.exec()) ?? [];
    return asked.map((index) => {
      const [error, reply] = results[index] ?? [];
      if (error) throw error;
      return reply;
    });
  }
});

const nowhere: Limits = { limit: 1, windowMs: 1, burst: 0, burstWindowMs: 1, pauseMs: 1 };

function keepOf(limits: Limits) {
  const [routeKeepMs, keyKeepMs] = [furtherKeepMsOf(limits, 'route'), furtherKeepMsOf(limits, 'key')];
  return { keepMs: keepMsOf(limits), routeKeepMs, keyKeepMs };
}

/** The logs besides the first that the script is told of. */
function furtherLogs(limits: Limits, route: string, key: string): string[] {
  const { routeKeepMs, keyKeepMs } = keepOf(limits);
  return [...(routeKeepMs > 0 ? [route] : []), ...(keyKeepMs > 0 ? [key] : [])];
}

/** A key's own limit stands in its mirror, not in the plan. */
function withoutKey({ further, ...limits }: Limits): Limits {
  return further === undefined ? limits : { ...limits, further: further.filter((rule) => rule.log !== 'key') };
}

/** Writes what Redis mirrors of the caller; returns how many commands that took. */
function mirror(pipeline: ChainableCommander, tag: string, { told, clock }: Extract<Step, { kind: 'decide' }>): number {
  const override = told.override === null ? '||' : `${told.override}||${FAR}`;
  const account = `7|active|tried|user|code_analysis|${override}|0||`;
  const keyLimit = told.base.further?.find((rule) => rule.log === 'key')?.limit;
  const credential = `3|live|1|${FAR}|${FAR}${keyLimit === undefined ? '' : `|code_analysis|${keyLimit}`}`;
  pipeline.mset(`${tag}:account`, account, `${tag}:session:s`, credential);
  pipeline.set(`${tag}:behaviour`, `${told.multiplier}:${clock - 5}`);
  return 2;
}

function same(step: Step, reply: unknown): boolean {
  if (step.kind === 'refund') return reply === step.expected;
  const answer = answerTo(step, reply) as Decision;
  if (step.expected === 'block') return answer.verdict === 'block' && answer.plan.remaining === 0;
  return isDeepStrictEqual(answer, step.expected);
}

/** What the script answered, in the reference's words. */
function answerTo(step: Step, reply: unknown): unknown {
  if (step.kind === 'refund') return reply;
  const accounts = Array.isArray(reply);
  const asked = accounts ? step.told.base : step.told.limits;
  const { multiplier, multiplierMs, ...decision } = unpackDecision((accounts ? reply[2] : reply) as Buffer, asked);
  if (step.expected !== 'block' && multiplier !== (accounts ? step.told.multiplier : 1)) return { multiplier };
  if (multiplier !== 1 && multiplierMs !== 59_996) return { multiplierMs };
  return decision;
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
    ['count < 128 and count + spent >= 128', 'count < 5 and count + spent >= 5'],
    ['count + spent > 20480 and count + spent - 16384', 'count + spent > 150 and count + spent - 100'],
  ];
  let text = source;
  for (const [whole, small] of sizes) {
    if (text.split(whole).length !== 2) throw new Error(`the script has not one ${whole}`);
    text = text.replace(whole, small);
  }
  return { source: text, sha: createHash('sha1').update(text).digest('hex') };
}
