import { readFileSync } from 'node:fs';
import type { Redis } from 'ioredis';
import { decodeState } from '../../src/activity/detection/evaluation/detection-state.js';
import { type EvaluatedEvent, evaluationArguments } from '../../src/activity/detection/evaluation/evaluation.js';
import { parseScenarioFile } from '../../src/activity/detection/scenarios/scenario-file.js';
import type { Scenario } from '../../src/activity/detection/scenarios/scenario.js';
import { loadScript } from '../../src/redis/redis-script.js';
import { DetectionReference, type Fire } from '../support/detection-reference.js';
import { describeOnce } from '../support/independent.js';
import { Random } from '../support/random.js';
import { type RedisServer, startRedis } from '../support/redis-server.js';

const script = loadScript(new URL('../../src/activity/detection/evaluation/evaluate-2.lua', import.meta.url));
const shipped = readFileSync(new URL('../../src/activity/detection/scenarios/scenarios.yaml', import.meta.url), 'utf8');

/** The shipped scenarios, and what they do not use: a trigger, a short counter and a dry run. */
const scenarios = [
  ...parseScenarioFile(shipped),
  ...parseScenarioFile(`version: 1
scenarios:
  - { name: any-error, type: trigger, filter: { status: 500 }, blackhole: 1m, mode: dry_run,
      score: { weight: 1, half_sat: 1, half_life: 1h }, message: error }
  - { name: every-third, type: counter, filter: { type: http.request }, window: 20m, threshold: 5, every: 3,
      score: { weight: 1, half_sat: 2, half_life: 1h }, message: third }
`),
];

const EVENTS = Number(process.env['DETECTION_EVENTS'] ?? 24_000);
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
    expect(await redis.hlen(key)).toBeLessThanOrEqual(scenarios.length + 4);
    expect(await redis.memory('USAGE', key)).toBeLessThan(2_500);
  });

  async function compare(seed: number): Promise<number> {
    const random = new Random(seed);
    const subject = `s${seed}`;
    const reference = new DetectionReference();
    let total = 0;
    for (let left = EVENTS_PER_SUBJECT; left > 0;) {
      const events = stream(random, Math.min(left, 1 + random.below(30)));
      left -= events.length;
      const expected = events.flatMap((event) => reference.evaluate(event));
      const { fires, state } = await run(subject, events);
      const where = `seed ${seed}`;
      expect([where, fires]).toEqual([where, expected]);
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
    const { args, scenarios: numbered } = evaluationArguments(events);
    const keys = [`{u:${subject}}:detect`, `{u:${subject}}:behaviour`];
    const reply = (await redis.evalsha(script.sha, 2, ...keys, ...args)) as [
      number,
      string,
      (string | number)[],
      string[],
    ];
    const fires: Fire[] = [];
    for (let at = 0; at < reply[2].length; at += 4) {
      const [index, time, count, spanMs] = reply[2].slice(at, at + 4).map(Number) as [number, number, number, number];
      fires.push({ scenario: (numbered[index - 1] as Scenario).name, time, count, spanMs });
    }
    return { fires, state: decodeState(reply[3]) };
  }
});

/** Quick and slow spells, some events late, from one clock per subject. */
const clocks = new WeakMap<Random, number>();

function stream(random: Random, length: number): EvaluatedEvent[] {
  let clock = clocks.get(random) ?? 1_795_000_000_000 + random.below(86_400_000);
  const pace = random.pick([200, 3_000, 60_000, 2_700_000]);
  const events = Array.from({ length }, (): EvaluatedEvent => {
    clock += random.below(pace);
    const code = random.pick([0, 0, 1, 2] as const);
    const matches = scenarios
      .filter(() => random.below(3) > 0)
      .map((scenario) => ({ scenario, amount: amount(scenario, random) }));
    const dangerous = matches.filter(({ amount: pour }) => code === 2 || !pour.startsWith('r'));
    return {
      time: random.below(20) === 0 ? clock - random.below(90_000) : clock,
      clean: random.below(2) === 0,
      baseLimit: random.pick([0, 10, 10, 100]),
      code,
      matches: dangerous,
    };
  });
  clocks.set(random, clock);
  return events;
}

function amount(scenario: Scenario, random: Random): string {
  if (scenario.type !== 'leaky') return '1';
  return scenario.pour.by === 'danger_ratio' ? `r${scenario.pour.min}` : random.pick(['1', '0.1', '0.01']);
}
