/**
 * What the limiter's counters cost at 100 and at 1,000,000 subjects: on the request's path, in Redis for each decision
 * and each look (server CPU of `INFO commandstats`), and in bytes. On a Redis of its own; build first.
 *
 *   npm run bench:rate-limit:counters
 */
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { startRedis } from './redis-process.mjs';

const built = (file) => import(pathToFileURL(resolve(process.env.CODEPITAMAH_DIST ?? 'dist', file)).href);
const { LimitCounters } = await built('rate-limit/counters/limit-counters.js');
const { LimitFigures } = await built('rate-limit/counters/limit-figures.js');

const POPULATIONS = [100, 10_000, 1_000_000];
/** Decisions of one second, and seconds: every one of a million subjects is met once. */
const PER_SECOND = 10_000;
const SECONDS = 100;

const state = { limit: 100, remaining: 50, resetMs: 0 };
const common = { plan: state, burst: state, further: [], shadow: [], planName: 'free', waitMs: 0, at: 0 };
const passed = { ...common, verdict: 'pass' };
const refused = { ...common, verdict: 'plan', waitMs: 1 };

const redis = await startRedis();
const { client } = redis;
/** What BackgroundRedis does, without its connection. */
const background = {
  call: (command) => command(client),
  async run(script, keys, args) {
    return client.evalsha(script.sha, keys.length, ...keys, ...args);
  },
};
try {
  const rows = [];
  // Twice: the first pass warms up.
  for (const population of [100, ...POPULATIONS]) rows.push(await measure(population));
  console.table(Object.fromEntries(rows.slice(1)));
} finally {
  await redis.stop();
}

async function measure(population) {
  await client.flushall();
  const counters = new LimitCounters(background);
  await client.script('LOAD', await scriptText());
  let path = 0;
  await client.config('RESETSTAT');
  for (let second = 0; second < SECONDS; second += 1) {
    const requests = Array.from({ length: PER_SECOND }, (_, i) =>
      request((second * PER_SECOND + i * 7919) % population),
    );
    const begun = process.cpuUsage();
    for (let i = 0; i < PER_SECOND; i += 1) counters.count(requests[i], i % 9 === 0 ? refused : passed);
    path += cpuOf(begun);
    // As its timer does once a second.
    counters.seal();
    await counters.write();
  }
  const written = usedBy(await client.info('commandstats'), 'evalsha');
  const figures = new LimitFigures(background);
  const looks = {};
  for (const [name, look] of [
    ['active', () => figures.recent('active', Date.now())],
    ['15 minutes', () => figures.sums(floorMinute(Date.now() - 900_000), Date.now())],
  ]) {
    await client.config('RESETSTAT');
    for (let i = 0; i < 20; i += 1) await look();
    looks[name] = usedBy(await client.info('commandstats'), '').usec / 20;
  }
  const recent = await figures.recent('active', Date.now());
  const decisions = PER_SECOND * SECONDS;
  return [
    population.toLocaleString('en'),
    {
      'path, µs/decision': round(path / decisions),
      'Redis, µs/decision': round(written.usec / decisions),
      'Redis, µs/call': round(written.usec / written.calls),
      'calls/s': round(written.calls / SECONDS),
      KiB: round((await bytes()) / 1024),
      'look: active, µs': round(looks.active),
      'look: 15 minutes, µs': round(looks['15 minutes']),
      'active found': recent.count,
    },
  ];
}

function request(subject) {
  const id = `0197f0a2-5c1e-7a61-9d0b-${subject.toString(16).padStart(12, '0')}`;
  return { method: 'POST', facts: { route: '/analyze' }, principal: { account: { id } }, network: '192.0.2.1' };
}

function scriptText() {
  return readFile(resolve(process.env.CODEPITAMAH_DIST ?? 'dist', 'rate-limit/counters/add-counts-11.lua'), 'utf8');
}

function cpuOf(begun) {
  const { user, system } = process.cpuUsage(begun);
  return user + system;
}

/** Commands inside a script are part of the script's time. */
function usedBy(info, only) {
  let usec = 0;
  let calls = 0;
  for (const [, name, count, time] of info.matchAll(/^cmdstat_(\S+):calls=(\d+),usec=(\d+)/gm)) {
    if (name === 'info' || name === 'config|resetstat' || !name.startsWith(only)) continue;
    usec += Number(time);
    calls += Number(count);
  }
  return { usec, calls };
}

async function bytes() {
  let total = 0;
  for (const key of await client.keys('*')) total += await client.memory('USAGE', key, 'SAMPLES', 0);
  return total;
}

function floorMinute(time) {
  return time - (time % 60_000);
}

function round(value) {
  return Math.round(value * 1000) / 1000;
}
