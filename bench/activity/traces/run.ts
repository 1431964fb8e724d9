/**
 * How well detection tells people apart: seeded personas past the service's own script in a real Redis, by the clock of the
 * events. Three seeds that the weights were tuned on, and a fresh one that is printed each time, as they are and with honest
 * and malicious people 1.5 times closer to each other. Bars: design of activity, section 6.
 *
 *   npm run bench:activity:detection [-- --honest 205 --malicious 26 --seeds 11,22,33 --fresh 1 --plain]
 *
 * --honest is the number of each honest persona (researchers: a third), --malicious that of each malicious one. --plain runs
 * the plain evaluation in memory, which a test holds equal to the script, for populations that are too large for Redis: with
 * --honest 1000 it shows whom of a thousand of each kind is wrongly restricted (precision has no meaning there).
 */
import { randomInt } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { parseScenarioFile } from '../../../src/activity/detection/scenarios/scenario-file.js';
import { loadScript } from '../../../src/redis/redis-script.js';
import { startRedis } from '../../../test/support/redis-server.js';
import { judge } from './judge.js';
import { plainWatcher } from './plain-watcher.js';
import { population } from './population.js';
import { RedisWatcher } from './redis-watcher.js';
import { lines, type Summary, summary } from './report.js';

const { values: options } = parseArgs({
  options: {
    honest: { type: 'string', default: '205' },
    malicious: { type: 'string', default: '26' },
    seeds: { type: 'string', default: '11,22,33' },
    fresh: { type: 'string', default: '1' },
    plain: { type: 'boolean', default: false },
  },
});
const folder = 'src/activity/detection/';
const scenarios = parseScenarioFile(readFileSync(`${folder}scenarios/scenarios.yaml`, 'utf8'));
const script = loadScript(new URL(`${process.cwd()}/${folder}evaluation/evaluate-2.lua`, 'file:'));
const fresh = Array.from({ length: Number(options.fresh) }, () => randomInt(1, 2 ** 31));
const tuned = options.seeds.split(',').filter(Boolean).map(Number);

const server = await startRedis();
const redis = server.client();
await redis.script('LOAD', script.source);
const before = await serverSeconds();
let events = 0;
try {
  for (const seed of [...tuned, ...fresh]) {
    for (const shift of [1, 1.5]) {
      const size = { honest: Number(options.honest), malicious: Number(options.malicious), shift };
      const watcher = options.plain ? plainWatcher(scenarios) : new RedisWatcher(redis, script, scenarios);
      const outcomes = await judge(population(seed, size), watcher);
      if (watcher instanceof RedisWatcher) events += watcher.events;
      await redis.flushall();
      const title = `seed ${seed}${fresh.includes(seed) ? ' (fresh)' : ''}${shift === 1 ? '' : `, ${shift} × closer`}`;
      console.log(lines(title, outcomes).join('\n'));
      console.log(`  ${verdicts(summary(outcomes), shift)}`);
    }
  }
  if (events > 0) {
    const micros = ((await serverSeconds()) - before) * 1e6;
    console.log(`Redis: ${(micros / events).toFixed(1)} µs of CPU per event (bar 50), ${events} events`);
  }
} finally {
  redis.disconnect();
  await server.stop();
}

/** The bars, each with what was reached. */
function verdicts(
  { precision, recall, delayMs, stolenRecall, restricted, boostedMalicious }: Summary,
  shift: number,
): string {
  const [leastPrecision, leastRecall] = shift === 1 ? [0.95, 0.9] : [0.85, 0.85];
  const wrong = [...restricted].filter(([persona, row]) => row.honest && row.hit > 0 && persona !== 'researcher');
  const bars: [string, boolean][] = [
    [`precision ≥ ${leastPrecision}`, precision >= leastPrecision],
    [`recall ≥ ${leastRecall}`, recall >= leastRecall],
  ];
  if (shift === 1) {
    bars.push(['delay p50 ≤ 3 min', delayMs <= 3 * 60_000]);
    bars.push(['stolen ≥ 0.70', stolenRecall >= 0.7]);
    bars.push(['no honest persona but researchers', wrong.length === 0]);
    bars.push(['malicious ≤ 0.5 % of the boosted', boostedMalicious <= 0.005]);
  }
  return bars.map(([bar, met]) => `${met ? 'met' : 'MISSED'}: ${bar}`).join('; ');
}

async function serverSeconds(): Promise<number> {
  const info = await redis.info('cpu');
  const value = (name: string) => Number(new RegExp(`${name}:([\\d.]+)`).exec(info)?.[1] ?? 0);
  return value('used_cpu_user') + value('used_cpu_sys');
}
