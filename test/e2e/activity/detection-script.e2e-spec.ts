import type { Redis } from 'ioredis';
import { type EvaluatedEvent, evaluationArguments } from '../../../src/activity/detection/evaluation/evaluation.js';
import { type Fire, PlainEvaluation } from '../../../src/activity/detection/replay/plain-evaluation.js';
import type { Scenario } from '../../../src/activity/detection/scenarios/scenario.js';
import { decodeState } from '../../../src/activity/detection/state/detection-state.js';
import { DetectionMetrics } from '../../../src/activity/detection/detection-metrics.js';
import type { EngineWatch } from '../../../src/activity/detection/progress/engine-watch.js';
import { EvaluatedBatches } from '../../../src/activity/detection/progress/evaluated-batches.js';
import { Metrics } from '../../../src/metrics/metrics.js';
import { BackgroundRedis } from '../../../src/redis/background-redis.js';
import { RedisConnection } from '../../../src/redis/redis-connection.js';
import { loadScript } from '../../../src/redis/redis-script.js';
import { scenariosOfAllKinds as scenarios, stream } from '../../support/detection-streams.js';
import { describeOnce } from '../../support/independent.js';
import { until } from '../../support/poll.js';
import { Random } from '../../support/random.js';
import { type RedisServer, startRedis } from '../../support/redis-server.js';

const script = loadScript(new URL('../../../src/activity/detection/evaluation/evaluate-2.lua', import.meta.url));
const EVENTS = Number(process.env['DETECTION_EVENTS'] ?? 9_600);
const EVENTS_PER_SUBJECT = 120;

describeOnce('evaluate-2.lua', () => {
  let server: RedisServer;
  let redis: Redis;

  beforeAll(async () => {
    server = await startRedis();
    redis = server.client();
    await redis.script('LOAD', script.source);
  });
  afterAll(async () => {
    redis.disconnect();
    await server.stop();
  });

  it(`does with ${EVENTS} random events what the plain reference does`, async () => {
    const start = Math.floor(Math.random() * 1e9);
    let fires = 0;
    for (let done = 0; done < EVENTS; done += EVENTS_PER_SUBJECT) fires += await compare(start + done);
    // Streams in which nothing ever fires would prove nothing.
    expect(fires).toBeGreaterThan(EVENTS / 200);
  }, 120_000);

  it('gives a subject that is idle a life, and a bounded size whatever it does', async () => {
    const key = '{u:bounded}:detect';
    const random = new Random(7);
    for (let round = 0; round < 40; round += 1) await run('bounded', stream(random, 100));
    expect(await redis.pttl(key)).toBeGreaterThan(0);
    expect(await redis.hlen(key)).toBeLessThanOrEqual(2 * scenarios.length + 12);
    expect(await redis.memory('USAGE', key)).toBeLessThan(48_000);
  });

  it('counts a batch once, whoever brings it again, and begins nothing that it was not told to', async () => {
    const random = new Random(3);
    const [events, later] = [stream(random, 40), stream(random, 40)];
    const keys = ['{u:again}:detect', '{u:again}:behaviour'];
    const send = (batch: EvaluatedEvent[], number: number, options: { consumer?: string; create?: boolean } = {}) => {
      const { consumer = 'one', create = true } = options;
      const { args } = evaluationArguments(batch, { subject: 'user', create, batch: { consumer, number } });
      return redis.evalsha(script.sha, 2, ...keys, ...args) as Promise<unknown[] | null>;
    };
    expect(await send(events, 7, { create: false })).toBeNull();
    expect(await redis.exists(keys[0] as string)).toBe(0);
    await send(events, 7);
    const first = await redis.hgetall(keys[0] as string);
    expect(await send(events, 7)).toMatchObject([40, '', [], expect.anything(), 1]);
    expect(await send(events, 6)).toMatchObject([40, '', [], expect.anything(), 1]);
    expect(await redis.hgetall(keys[0] as string)).toEqual(first);
    await send(later, 6, { consumer: 'two' });
    expect((await send(events, 7))?.[4]).toBe(1);
    expect((await redis.hgetall(keys[0] as string))['n']).toBe('80');
  });

  it('shows which events were kept and not evaluated, in whatever order the others come', async () => {
    const connection = new RedisConnection({ kind: 'socket', path: server.socket });
    await connection.connect(2_000);
    const background = new BackgroundRedis(connection);
    await until('the background connection', () => background.client.status === 'ready');
    const engine = { evaluated: () => undefined } as unknown as EngineWatch;
    const batches = new EvaluatedBatches(background, engine, new DetectionMetrics(new Metrics()));
    const evaluate = (from: number, to: number) => batches.evaluate('one', { from, to }, () => Promise.resolve());
    await evaluate(101, 110);
    await evaluate(131, 140);
    await evaluate(111, 112);
    expect(await batches.advance(140)).toEqual({ frontier: 112, gap: { from: 113, to: 130 } });
    const broken = batches.evaluate('two', { from: 113, to: 120 }, () => Promise.reject(new Error('killed')));
    await expect(broken).rejects.toThrow('killed');
    expect(await batches.consumerOf({ from: 113, to: 130 })).toEqual({ consumer: 'two', run: { from: 113, to: 120 } });
    await batches.done({ from: 113, to: 120 });
    expect(await batches.advance(145)).toEqual({ frontier: 120, gap: { from: 121, to: 130 } });
    await batches.done({ from: 121, to: 130 });
    expect(await batches.advance(145)).toEqual({ frontier: 140, gap: { from: 141, to: 145 } });
    await evaluate(141, 145);
    expect(await batches.advance(145)).toEqual({ frontier: 145, gap: null });
    connection.close();
  });

  async function compare(seed: number): Promise<number> {
    const random = new Random(seed);
    const subject = `s${seed}`;
    const reference = new PlainEvaluation();
    let total = 0;
    for (let left = EVENTS_PER_SUBJECT; left > 0;) {
      const events = stream(random, Math.min(left, 1 + random.below(30)));
      left -= events.length;
      const expected = events.flatMap((event) => reference.evaluate(event));
      const { fires, state } = await run(subject, events);
      const where = `seed ${seed}`;
      expect([where, fires.map(named)]).toEqual([where, expected.map(named)]);
      for (const [index, { before }] of fires.entries())
        expect(before).toBeCloseTo((expected[index] as Fire).before, 9);
      for (const [name, bucket] of reference.buckets) {
        const { value, at } = state.fires.get(name) ?? { value: -1, at: -1 };
        expect([where, name, at]).toEqual([where, name, bucket.firedAt]);
        expect(value).toBeCloseTo(bucket.fires, 9);
      }
      expect([where, state.cleanHours.at]).toEqual([where, reference.trust.at]);
      expect(state.cleanHours.value).toBeCloseTo(reference.trust.hours, 9);
      total += fires.length;
    }
    await redis.del(`{u:${subject}}:detect`);
    return total;
  }

  async function run(subject: string, events: EvaluatedEvent[]) {
    const { args, scenarios: numbered } = evaluationArguments(events, { subject: 'user', create: true, batch: null });
    const keys = [`{u:${subject}}:detect`, `{u:${subject}}:behaviour`];
    const reply = (await redis.evalsha(script.sha, 2, ...keys, ...args)) as [
      number,
      string,
      (string | number)[],
      string[],
    ];
    const fires: Fire[] = [];
    for (let at = 0; at < reply[2].length; at += 5) {
      const [index = 0, event = 0, count = 0, spanMs = 0, before = 0] = reply[2].slice(at, at + 5).map(Number);
      const { time } = events[event - 1] as EvaluatedEvent;
      fires.push({ scenario: numbered[index - 1] as Scenario, time, count, spanMs, before });
    }
    return { fires, state: decodeState(reply[3]) };
  }
});

function named({ scenario, time, count, spanMs }: Fire) {
  return { scenario: scenario.name, time, count, spanMs };
}
