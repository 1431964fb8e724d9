// npm run auth:calibrate [-- <ms>]: finds a cost of password hashes (argon2id) that takes about so long on this machine.
import { availableParallelism } from 'node:os';
import { hash } from '@node-rs/argon2';

/** What one sign-in may cost, ms: guesses cost an attacker as much, and users wait for it. */
const TARGET_MS = Number(process.argv[2] ?? 75);
/** OWASP's least: 19 MiB and 2 passes; the service refuses to start below. */
const LEAST = { memoryCost: 19_456, timeCost: 2 };
const MOST_MEMORY_KIB = 262_144;
const RUNS = 7;

if (!Number.isFinite(TARGET_MS) || TARGET_MS < 1 || TARGET_MS > 5_000) {
  console.error('The target is a number of milliseconds between 1 and 5000.');
  process.exit(1);
}

const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];

async function timeOf(cost) {
  const times = [];
  for (let run = 0; run < RUNS; run += 1) {
    const start = performance.now();
    await hash('a long and quiet river', { algorithm: 2, parallelism: 1, ...cost });
    times.push(performance.now() - start);
  }
  return median(times);
}

// Memory first, which costs an attacker's hardware most, then passes over it.
let best = { ...LEAST };
let bestMs = await timeOf(best);
const line = ({ memoryCost, timeCost }, ms) =>
  console.log(`  ${String(memoryCost).padStart(7)} KiB  ${timeCost} passes  ${ms.toFixed(0).padStart(5)} ms`);
console.log(`One hash on this machine, median of ${RUNS}; the target is ${TARGET_MS} ms:`);
line(best, bestMs);
for (const step of [
  (cost) => ({ ...cost, memoryCost: cost.memoryCost * 2 }),
  (cost) => ({ ...cost, timeCost: cost.timeCost + 1 }),
]) {
  for (;;) {
    const next = step(best);
    if (next.memoryCost > MOST_MEMORY_KIB || next.timeCost > 20) break;
    const ms = await timeOf(next);
    if (ms > TARGET_MS) break;
    line(next, ms);
    [best, bestMs] = [next, ms];
  }
}

const parallel = Math.max(1, availableParallelism() - 1);
console.log(`
Settings:
  ARGON2_MEMORY_KIB=${best.memoryCost}
  ARGON2_ITERATIONS=${best.timeCost}
  ARGON2_PARALLELISM=1

About ${Math.floor((1000 / bestMs) * parallel)} sign-ins a second with ${parallel} at a time, which need ${Math.ceil((best.memoryCost * parallel) / 1024)} MiB.
Passwords that are stored are hashed anew at their owners' next sign-in.`);
if (bestMs > TARGET_MS)
  console.log('Even the least cost takes longer than the target here; nothing below it is accepted.');
