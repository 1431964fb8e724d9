/**
 * The limit decision against its peers, in one run, on a Redis of its own (unix socket, no persistence).
 *
 *   npm run bench:rate-limit -- [--rounds 5]
 *
 * Each round measures every contender once, every second round in reverse order; ratios are medians of the rounds' own
 * ratios. Server CPU is what `INFO commandstats` gives to the calls: the steadiest number on a shared machine, and the
 * only one that is judged. Two thirds of the decisions are accepted ones on half-full logs, a third is refused.
 */
import { parseArgs } from 'node:util';
import { attack, LIMIT, WINDOW } from './attack.mjs';
import { contenders, loadScripts } from './contenders.mjs';
import { denyCache } from './deny-cache.mjs';
import { serverCpu, startRedis } from './redis-process.mjs';

const { values: options } = parseArgs({ options: { rounds: { type: 'string', default: '5' } } });
const LIMITS = [10, 100, 1000];
const CALLERS = 64;

const redis = await startRedis();
const { client } = redis;
await loadScripts(client);
try {
  const measured = new Map();
  for (const limit of LIMITS) measured.set(limit, await decisions(limit));
  const bytes = new Map();
  for (const limit of LIMITS) bytes.set(limit, await footprint(limit));
  const attacks = await attack(redis);
  console.log(`\nLargest number admitted in any window ÷ limit (${LIMIT} in ${WINDOW} ms), four connections`);
  for (const [name, ratios] of attacks) {
    console.log(`  ${name.padEnd(60)} greedy ${ratios.greedy.toFixed(2)}   polite ${ratios.polite.toFixed(2)}`);
  }
  bars(measured, bytes, attacks[0][1], await denyCache());
} finally {
  await redis.stop();
}

/** Server CPU, rate and latency of every contender at one limit. */
async function decisions(limit) {
  const all = contenders(limit);
  const ids = Object.keys(all);
  const rounds = [];
  for (let round = 0; round <= Number(options.rounds); round += 1) {
    const results = {};
    for (const id of round % 2 === 0 ? ids : ids.toReversed()) results[id] = await measure(all[id], limit);
    // The first round warms up.
    if (round > 0) rounds.push(results);
  }
  console.log(
    `\nlimit ${limit}: server CPU µs/decision (accepted, refused), decisions/s at ${CALLERS} callers, p50/p99 ms at 1,000/s`,
  );
  for (const id of ids) {
    const of = (member) => median(rounds.map((results) => results[id][member]));
    const cpu = `${of('accepted').toFixed(2)}  ${of('refused').toFixed(2)}`.padStart(12);
    const latency = `${of('p50').toFixed(2)}/${of('p99').toFixed(2)}`;
    console.log(`  ${all[id].name.padEnd(60)} ${cpu}  ${of('rate').toFixed(0).padStart(7)}  ${latency}`);
  }
  return rounds;
}

async function measure(contender, limit) {
  await client.flushdb();
  const half = Math.floor(limit / 2);
  const subjects = Array.from({ length: limit === 1000 ? 40 : 150 }, (_, index) => `s${index}`);
  const now = Date.now();
  const times = Array.from({ length: half }, (_, index) => now - 50_000 + Math.floor((index * 49_000) / half));
  for (const subject of subjects) await contender.fill(client, subject, times);
  // One slice asks once for each subject.
  const passes = Math.min(half - 1, 40);
  const slice = async () => {
    await calls(contender, subjects, 1);
    return subjects.length;
  };
  const accepted = await serverCpu(client, passes, slice);
  const begun = performance.now();
  await calls(contender, subjects, half + 5 - passes);
  const rate = ((half + 5 - passes) * subjects.length) / ((performance.now() - begun) / 1000);
  const refused = await serverCpu(client, Math.max(Math.ceil(passes / 2), 8), slice);
  const latencies = await paced(contender, subjects);
  return {
    accepted,
    refused,
    cpu: (2 * accepted + refused) / 3,
    rate,
    p50: latencies[Math.floor(latencies.length * 0.5)],
    p99: latencies[Math.floor(latencies.length * 0.99)],
  };
}

/** `each` decisions per subject, by 64 callers that each wait for their answer. */
async function calls(contender, subjects, each) {
  const total = subjects.length * each;
  let next = 0;
  const caller = async () => {
    while (next < total) {
      const subject = subjects[next % subjects.length];
      next += 1;
      await contender.decide(client, subject);
    }
  };
  await Promise.all(Array.from({ length: CALLERS }, caller));
}

/** Latencies of 300 decisions, one per ms, sorted. */
async function paced(contender, subjects) {
  const latencies = [];
  const pending = [];
  for (let sent = 0; sent < 300; sent += 1) {
    await new Promise((resolve) => setTimeout(resolve, 1));
    const begun = performance.now();
    const subject = subjects[sent % subjects.length];
    pending.push(contender.decide(client, subject).then(() => latencies.push(performance.now() - begun)));
  }
  await Promise.all(pending);
  return latencies.toSorted((a, b) => a - b);
}

/** Bytes that a subject costs once its limit is used up. */
async function footprint(limit) {
  await client.flushdb();
  const bytes = {};
  for (const [id, contender] of Object.entries(contenders(limit))) {
    if (contender.rules) continue;
    for (let i = 0; i < limit; i += 1) await contender.decide(client, 'full');
    bytes[id] = await client.memory('USAGE', contender.key('full'));
  }
  const text = Object.entries(bytes).map(([id, used]) => `${id} ${used}`);
  console.log(`\nbytes per subject at limit ${limit}: ${text.join(', ')}`);
  return bytes;
}

function bars(measured, bytes, attacked, cached) {
  const cpu = (limit, mine, its, member = 'cpu') =>
    median(measured.get(limit).map((round) => round[mine][member] / round[its][member]));
  const rate = (limit, its, mine = 'one') =>
    median(measured.get(limit).map((round) => round[mine].rate / round[its].rate));
  const latency = (member) => median(measured.get(100).map((round) => round.whole[member]));
  const judged = [
    ['server CPU ÷ ZSET log, limit 100', cpu(100, 'one', 'zset'), '≤', 0.65],
    ['server CPU ÷ ZSET log, limit 1000', cpu(1000, 'one', 'zset'), '≤', 0.95],
    ['server CPU ÷ rate-limiter-flexible, limit 100', cpu(100, 'one', 'flexible'), '≤', 1.35],
    ['accepted: server CPU ÷ ZSET log, limit 100', cpu(100, 'one', 'zset', 'accepted'), '≤', 0.65],
    ['accepted: server CPU ÷ ZSET log, limit 1000', cpu(1000, 'one', 'zset', 'accepted'), '≤', 0.95],
    ['three rules in one call ÷ one window, limit 100', cpu(100, 'rules', 'one'), '≤', 1.5],
    ['whole decision ÷ one window, limit 100', cpu(100, 'whole', 'one'), '≤', 1.5],
    ['bytes ÷ ZSET log, limit 10', bytes.get(10).one / bytes.get(10).zset, '≤', 1 / 2.5],
    ['bytes ÷ ZSET log, limit 100', bytes.get(100).one / bytes.get(100).zset, '≤', 1 / 7],
    ['bytes ÷ ZSET log, limit 1000', bytes.get(1000).one / bytes.get(1000).zset, '≤', 1 / 16],
    ['admitted in any window ÷ limit, greedy', attacked.greedy, '≤', 1],
    ['admitted in any window ÷ limit, polite', attacked.polite, '≤', 1],
    ['cached denial: µs per look', cached.denied, '≤', 0.5],
    ['cached denial: round trips', cached.roundTrips, '≤', 0],
    ['(not judged) a look that finds no denial, µs', cached.others, '≤', 0.5],
    ['(not judged) whole decision, p50 ms at 1,000/s', latency('p50'), '≤', 0.2],
    ['(not judged) whole decision, p99 ms at 1,000/s', latency('p99'), '≤', 1],
    ['(not judged) three rules: rate ÷ throttler guard, limit 100', rate(100, 'guard', 'rules'), '≥', 2.5],
    ['(not judged) rate ÷ ZSET log, limit 100', rate(100, 'zset'), '≥', 1.25],
    ['(not judged) rate ÷ textbook, limit 100', rate(100, 'textbook'), '≥', 3],
    ['(not judged) rate ÷ rate-limiter-flexible, limit 100', rate(100, 'flexible'), '≥', 0.9],
    ['(not judged) rate ÷ trivial EVALSHA, limit 100', rate(100, 'trivial'), '≥', 0.8],
  ];
  console.log('\nbars (throughput and latency drift on a shared machine: only the others are judged)');
  for (const [what, ratio, sign, bar] of judged) {
    const met = sign === '≤' ? ratio <= bar : ratio >= bar;
    console.log(`  ${what.padEnd(56)} ${ratio.toFixed(3)}  ${sign} ${bar.toFixed(3)}  ${met ? 'met' : 'MISSED'}`);
  }
}

function median(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
}
