/**
 * What the activity record costs: on the request's path, and behind it, in CPU of the whole process per event.
 *
 *   node bench/activity/run.mjs [--events 50000] [--dist dist]
 *
 * The record goes into PGlite, or into the empty database at BENCH_DATABASE_URL. Redis is a private process on a unix
 * socket; its CPU is told apart by INFO commandstats (with detection: that of the scripts). Bars: design of activity, section 6.
 */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { serverCpu, startRedis } from '../rate-limit/redis-process.mjs';

const { values: options } = parseArgs({
  options: { events: { type: 'string', default: '50000' }, dist: { type: 'string', default: 'dist' } },
});
const EVENTS = Number(options.events);
const USERS = 200;
const built = (path) => import(join(resolve(options.dist), path));

const { BackgroundRedis } = await built('redis/background-redis.js');
const { CallerCipher } = await built('activity/recorder/caller-cipher.js');
const { EventWriter } = await built('activity/recorder/event-writer.js');
const { requestEvent } = await built('activity/recorder/request-event.js');
const { EventStore } = await built('activity/record/event-store.js');
const { EventFollowers } = await built('activity/record/event-followers.js');
const { StreamConsumer } = await built('activity/record/stream-consumer.js');
const { RollupWriter } = await built('activity/analytics/rollup/rollup-writer.js');
const { Detector } = await built('activity/detection/evaluation/detector.js');
const { Multipliers } = await built('activity/detection/score/multipliers.js');
const { ScenarioBook } = await built('activity/detection/scenarios/scenario-book.js');
const { Configuration } = await built('config/configuration.js');
const { DataFolder } = await built('config/data-folder.js');
const { Database } = await built('database/database.js');
const { EventBus } = await built('events/event-bus.js');
const { RedisConnection } = await built('redis/redis-connection.js');
const { PlanBook } = await built('users/plans/plan-book.js');

const dataDir = mkdtempSync(join(tmpdir(), 'pitamah-bench-'));
const redis = await startRedis();
const configuration = Configuration.parse({
  DATA_DIR: dataDir,
  ...(process.env.BENCH_DATABASE_URL === undefined ? {} : { DATABASE_URL: process.env.BENCH_DATABASE_URL }),
});
const folder = DataFolder.open(dataDir);
const connection = new RedisConnection({ kind: 'socket', path: redis.client.options.path });
await connection.connect(2_000);
const background = new BackgroundRedis(connection);
await until(() => background.client.status === 'ready');
const database = await Database.open(configuration, folder);
const writer = new EventWriter(background, new CallerCipher(configuration));

try {
  await onThePath();
  await behindIt(false);
  await behindIt(true);
} finally {
  await writer.onApplicationShutdown();
  connection.close();
  await database.close();
  folder.release();
  await redis.stop();
  rmSync(dataDir, { recursive: true, force: true });
}

/** Building and queuing one event, as when an answer is finished; the writing runs in between as it does in the service. */
async function onThePath() {
  const users = Array.from({ length: USERS }, randomUUID);
  const took = [];
  for (let done = 0; done < EVENTS; done += 1) {
    const known = request(users[done % USERS]);
    const exchange = { method: 'POST', status: 200, startedAt: 1, finishedAt: performance.now(), bytesIn: 812 };
    const before = process.hrtime.bigint();
    writer.enqueue(requestEvent(exchange, known));
    took.push(Number(process.hrtime.bigint() - before) / 1000);
    if (done % 50 === 49) await new Promise(setImmediate);
  }
  await until(() => writer.waiting === 0);
  took.sort((a, b) => a - b);
  const at = (q) => took[Math.floor(q * (took.length - 1))].toFixed(2);
  console.log(
    `on the path, per event: p50 ${at(0.5)} µs (bar 5), p99 ${at(0.99)} µs (bar 20), dropped ${writer.dropped}`,
  );
}

async function behindIt(detecting) {
  const bus = new EventBus();
  const detector = detecting
    ? new Detector(
        background,
        new ScenarioBook(configuration),
        new PlanBook(configuration, bus),
        new Multipliers(background, bus),
        bus,
      )
    : { evaluate: async () => undefined };
  const cipher = new CallerCipher(configuration);
  const store = new EventStore(database, new RollupWriter(), cipher);
  const consumer = new StreamConsumer(connection, store, new EventFollowers(detector));
  if (detecting) await onThePath();
  let cpu;
  let seconds;
  const redisCpu = await serverCpu(redis.client, 1, async () => {
    const before = process.cpuUsage();
    const startedAt = performance.now();
    consumer.onApplicationBootstrap();
    await until(() => consumer.total >= EVENTS);
    cpu = process.cpuUsage(before);
    seconds = (performance.now() - startedAt) / 1000;
    return EVENTS;
  });
  await consumer.onApplicationShutdown();
  const name = detecting ? 'record and detection' : 'record alone';
  const perEvent = ((cpu.user + cpu.system) / EVENTS).toFixed(1);
  console.log(
    `${name} (${database.kind}): ${perEvent} µs CPU per event in the service, ${redisCpu.toFixed(1)} µs in Redis; ` +
      `${Math.round(EVENTS / seconds)} events/s`,
  );
  const length = await redis.client.xlen('activity:events');
  const bytes = await redis.client.memory('USAGE', 'activity:events', 'SAMPLES', '0');
  console.log(`  ${(bytes / length).toFixed(0)} B in Redis per event (bar 250)`);
}

function request(userId) {
  return {
    id: randomUUID(),
    network: '192.0.2.7',
    principal: { account: { id: userId, plan: 'pro', role: 'user' }, sessionId: userId },
    facts: {
      actor: { kind: 'user', id: userId, plan: 'pro', sessionId: userId },
      decision: {
        id: randomUUID(),
        plan: 'pro',
        limit: 100,
        baseLimit: 100,
        remaining: 42,
        multiplier: 1,
        allowed: true,
        degraded: false,
      },
      code: {
        language: 'python',
        bytes: 812,
        sha256: 'ab'.repeat(32),
        findings: 2,
        max_severity: 'high',
        dangerous: false,
      },
      handler: { name: 'AnalyzeController.analyze', ms: 12.5 },
      bytesOut: 4210,
    },
    route: '/analyze',
    userAgent: 'python-requests/2.32',
  };
}

async function until(condition) {
  const deadline = performance.now() + 60_000;
  while (!condition() && performance.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 5));
}
