/**
 * What callers notice of each fault of Redis: signed-in requests at a steady rate against the built service while a real
 * Redis, a Sentinel set and a Cluster lose a part.
 *
 *   npm run build && npm run bench:faults [-- --rounds 3] [-- --rate 200]
 */
import { loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { until } from '../../test/support/poll.js';
import { cluster, type Fault, pause, sentinel, type Setting, single } from './faults.js';
import { Load, percentile, type Sample } from './load.js';
import { type BenchService, startBenchService } from './service.js';

const USERS = 12;
const STEADY_MS = 500;
const RECOVERY_LIMIT_MS = 15_000;
const bars = { p99: 60, first: 60, recovery: 3_000 };

interface Round {
  samples: readonly Sample[];
  /** The first request sent after the fault; how long it took, ms. */
  first: number;
  /** From the return of Redis to the last answer that was decided alone, ms. */
  recovery: number;
}

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '3' }, rate: { type: 'string', default: '200' } },
});
const rounds = Number(values.rounds);
const everyMs = 1_000 / Number(values.rate);

console.log(
  `load average ${loadavg()
    .map((load) => load.toFixed(1))
    .join(' ')}; ${values.rate} requests/s\n`,
);
console.log('| fault | answers | 5xx | before p50 / p99 ms | during p50 / p99 / max ms | first ms | recovery ms | |');
console.log('| --- | --: | --: | --: | --: | --: | --: | --- |');
for (const open of [single, sentinel, cluster]) await measure(open);
console.log(
  `\nbars: 5xx 0 · p99 < ${bars.p99} ms · first decision of a hung Redis ≤ ${bars.first} ms · recovery ≤ ${bars.recovery} ms`,
);

async function measure(open: () => Promise<Setting>): Promise<void> {
  const setting = await open();
  try {
    const service = await startBenchService(setting.url, USERS);
    try {
      for (const fault of setting.faults) {
        const before: number[] = [];
        const made: Round[] = [];
        for (let index = 0; index < rounds; index += 1) made.push(await round(service, fault, before));
        report(fault, made, before);
      }
    } finally {
      await service.stop();
    }
  } finally {
    await setting.stop();
  }
}

/** @param before gets the times of the answers before the fault. */
async function round(service: BenchService, fault: Fault, before: number[]): Promise<Round> {
  await until('all is well', async () => (await service.health()) === 'ok', 30_000);
  const load = new Load(service, everyMs);
  await pause(STEADY_MS);
  const at = performance.now();
  await fault.happen();
  const backAt = performance.now();
  await until(
    'limits are shared again',
    () => {
      const latest = load.samples.filter(({ sentAt }) => sentAt > performance.now() - STEADY_MS);
      return performance.now() - backAt > STEADY_MS && latest.length > 0 && latest.every(({ degraded }) => !degraded);
    },
    RECOVERY_LIMIT_MS,
  );
  await load.stop();
  await fault.tidy();
  before.push(...load.samples.filter(({ sentAt }) => sentAt < at - 50).map(({ ms }) => ms));
  const samples = load.samples.filter(({ sentAt }) => sentAt >= at).toSorted((a, b) => a.sentAt - b.sentAt);
  const alone = samples.filter(({ degraded }) => degraded);
  return {
    samples,
    first: samples[0]?.ms ?? Number.NaN,
    recovery: Math.max((alone.at(-1)?.sentAt ?? backAt) - backAt, 0),
  };
}

function report({ name }: Fault, made: readonly Round[], before: readonly number[]): void {
  const samples = made.flatMap((one) => one.samples);
  const times = samples.map(({ ms }) => ms);
  const failed = samples.filter(({ status }) => status >= 500).length;
  const firsts = made.map(({ first }) => first);
  const recovery = Math.max(...made.map((one) => one.recovery));
  const hung = name.includes('hangs');
  const met =
    failed === 0 &&
    percentile(times, 0.99) < bars.p99 &&
    recovery <= bars.recovery &&
    (!hung || Math.max(...firsts) <= bars.first);
  const cells = [
    name,
    samples.length,
    failed,
    `${ms(percentile(before, 0.5))} / ${ms(percentile(before, 0.99))}`,
    `${ms(percentile(times, 0.5))} / ${ms(percentile(times, 0.99))} / ${ms(Math.max(...times))}`,
    hung ? `${ms(percentile(firsts, 0.5))}, at most ${ms(Math.max(...firsts))}` : '',
    Math.round(recovery),
    met ? 'met' : 'missed',
  ];
  console.log(`| ${cells.join(' | ')} |`);
}

function ms(value: number): string {
  return value.toFixed(1);
}
