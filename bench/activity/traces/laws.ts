/**
 * The laws of detection over random streams of events, in the service's script in a real Redis and in the plain evaluation:
 * both fire alike and keep the same numbers; a state is bounded; the score lies in its bounds, what it is made of adds up to
 * it exactly, and it does not fall while nothing happens.
 *
 *   npm run bench:activity:laws [-- --streams 100000 --seed 1]
 */
import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import type { Redis } from 'ioredis';
import { evaluationArguments } from '../../../src/activity/detection/evaluation/evaluation.js';
import { type Fire, PlainEvaluation } from '../../../src/activity/detection/replay/plain-evaluation.js';
import type { Scenario } from '../../../src/activity/detection/scenarios/scenario.js';
import { behaviourScore } from '../../../src/activity/detection/score/behaviour-score.js';
import { decodeState, type DetectionState } from '../../../src/activity/detection/state/detection-state.js';
import { loadScript } from '../../../src/redis/redis-script.js';
import { scenariosOfAllKinds, stream } from '../../../test/support/detection-streams.js';
import { Random } from '../../../test/support/random.js';
import { startRedis } from '../../../test/support/redis-server.js';

const { values: options } = parseArgs({
  options: { streams: { type: 'string', default: '100000' }, seed: { type: 'string' } },
});
const STREAMS = Number(options.streams);
const MOST_EVENTS = 24;
const AT_ONCE = 64;
/** What rounding may add to a sum of some thirty terms. */
const EXACT = 1e-9;
const HOUR = 3_600_000;
/** 0.6 with all the trust that there is: ln(0.6 / 0.4) + 1.6. */
const HIGHEST = 1 / (1 + Math.exp(-Math.log(1.5) - 1.6));
const FIELDS_LIMIT = 2 * scenariosOfAllKinds.length + 12;
const BYTES_LIMIT = 48_000;

const script = loadScript(new URL(`${process.cwd()}/src/activity/detection/evaluation/evaluate-2.lua`, 'file:'));
const first = options.seed === undefined ? randomInt(1, 2 ** 31) : Number(options.seed);
const server = await startRedis();
const redis = server.client();
await redis.script('LOAD', script.source);
const broken: string[] = [];
let [events, fires, largest] = [0, 0, 0];
try {
  for (let done = 0; done < STREAMS; done += AT_ONCE) {
    const seeds = Array.from({ length: Math.min(AT_ONCE, STREAMS - done) }, (_, index) => first + done + index);
    await Promise.all(seeds.map((seed) => look(redis, seed)));
    await redis.flushall();
  }
} finally {
  redis.disconnect();
  await server.stop();
}
for (const line of broken.slice(0, 20)) console.log(line);
console.log(
  `${STREAMS} streams from seed ${first}, ${events} events, ${fires} fires, largest state ${largest} B (bar ${BYTES_LIMIT}): ` +
    `${broken.length === 0 ? 'met: every law' : `MISSED: ${broken.length} times`}`,
);
process.exitCode = broken.length === 0 ? 0 : 1;

async function look(client: Redis, seed: number): Promise<void> {
  const random = new Random(seed);
  const plain = new PlainEvaluation();
  const keys = [`{u:${seed}}:detect`, `{u:${seed}}:behaviour`] as const;
  for (let left = 1 + random.below(MOST_EVENTS); left > 0;) {
    const batch = stream(random, Math.min(left, 1 + random.below(12)));
    left -= batch.length;
    events += batch.length;
    const expected = batch.flatMap((event) => plain.evaluate(event));
    const { args, scenarios } = evaluationArguments(batch, { subject: 'user', create: true, batch: null });
    const reply = (await client.evalsha(script.sha, 2, ...keys, ...args)) as [
      number,
      string,
      (string | number)[],
      string[],
    ];
    fires += expected.length;
    const state = decodeState(reply[3]);
    const told = (law: string) => broken.push(`seed ${seed}: ${law}`);
    if (firesOf(reply[2], scenarios) !== expected.map(named).join()) told('the script and the reference fire alike');
    if (!alike(state, plain)) told('the script and the reference keep the same numbers');
    if (reply[3].length / 2 > FIELDS_LIMIT) told('a state has no more fields than there are scenarios');
    checkScore(state, told);
  }
  const bytes = (await client.memory('USAGE', keys[0])) ?? 0;
  largest = Math.max(largest, bytes);
  if (bytes > BYTES_LIMIT) broken.push(`seed ${seed}: a state of ${bytes} B`);
}

function checkScore(state: DetectionState, told: (law: string) => void): void {
  const score = behaviourScore(state, scenariosOfAllKinds, state.at);
  const z = score.contributions.reduce((sum, { logOdds }) => sum + logOdds, Math.log(1.5));
  const steps = score.contributions.reduce((sum, { step }) => sum + step, 0.6);
  if (Math.abs(1 / (1 + Math.exp(-z)) - score.computed) > EXACT) told('log-odds add up to the score');
  if (Math.abs(steps - score.computed) > EXACT) told('steps add up to the score');
  if (!(score.computed > 0 && score.computed <= HIGHEST + EXACT)) told(`${score.computed} lies in the bounds`);
  if (score.contributions.some(({ logOdds, signal }) => signal !== 'clean-hours' && logOdds > 0))
    told('no fire raises');
  // Trust decays too, so only what was taken off must come back.
  const taken = (now: number) =>
    behaviourScore({ ...state, cleanHours: { value: 0, at: now } }, scenariosOfAllKinds, now).computed;
  if (taken(state.at + HOUR) < taken(state.at) - EXACT) told('time without events takes nothing off');
}

function alike(state: DetectionState, plain: PlainEvaluation): boolean {
  const { hours, at } = plain.trust;
  if (!near(state.cleanHours.value, hours) || state.cleanHours.at !== at) return false;
  return [...plain.buckets].every(([name, bucket]) => {
    const kept = state.fires.get(name);
    return kept !== undefined && kept.at === bucket.firedAt && near(kept.value, bucket.fires);
  });
}

function firesOf(raw: readonly (string | number)[], scenarios: readonly Scenario[]): string {
  const found: string[] = [];
  for (let at = 0; at + 4 < raw.length; at += 5) {
    const [index = 0, , count, spanMs] = raw.slice(at, at + 4).map(Number);
    found.push(`${scenarios[index - 1]?.name}:${count}:${spanMs}`);
  }
  return found.join();
}

function named({ scenario, count, spanMs }: Fire): string {
  return `${scenario.name}:${count}:${spanMs}`;
}

function near(one: number, other: number): boolean {
  return Math.abs(one - other) <= EXACT * Math.max(1, Math.abs(other));
}
