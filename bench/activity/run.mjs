/**
 * What the record costs and carries: on the request's path, and behind it at a steady rate and in a burst.
 *
 *   node bench/activity/run.mjs [--rate 5000] [--seconds 300] [--burst 20000] [--burst-seconds 10] [--dist dist]
 *
 * Producer, consumer, Redis and a PostgreSQL of its own share this machine. Bars: design of activity, section 6. Detection and the
 * soak have benchmarks of their own.
 */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { query, startPostgres } from '../identity/postgres-process.mjs';
import { startRedis } from '../rate-limit/redis-process.mjs';

const { values: options } = parseArgs({
  options: {
    rate: { type: 'string', default: '5000' },
    seconds: { type: 'string', default: '300' },
    burst: { type: 'string', default: '20000' },
    'burst-seconds': { type: 'string', default: '10' },
    dist: { type: 'string', default: 'dist' },
  },
});
const USERS = 200;
const TICK_MS = 5;
const built = (path) => import(join(resolve(options.dist), path));

const { BackgroundRedis } = await built('redis/background-redis.js');
const { CallerCipher } = await built('activity/recorder/caller-cipher.js');
const { EventWriter } = await built('activity/recorder/event-writer.js');
const { requestEvent } = await built('activity/recorder/request-event.js');
const { EventStore } = await built('activity/record/event-store.js');
const { StreamConsumer } = await built('activity/record/stream-consumer.js');
const { RollupWriter } = await built('activity/analytics/rollup/rollup-writer.js');
const { AuditKeys } = await built('activity/audit/checkpoints/audit-keys.js');
const { CheckpointStore } = await built('activity/audit/checkpoints/checkpoint-store.js');
const { CheckpointWriter } = await built('activity/audit/checkpoints/checkpoint-writer.js');
const { ChainReader } = await built('activity/audit/chain/chain-reader.js');
const { ChainVerifier } = await built('activity/audit/verify/chain-verifier.js');
const { newId } = await built('ids/new-id.js');
const { SubjectKeys } = await built('activity/privacy/subject-keys.js');
const { Configuration } = await built('config/configuration.js');
const { Database } = await built('database/database.js');
const { EventBus } = await built('events/event-bus.js');
const { Outbox } = await built('events/outbox.js');
const { RedisConnection } = await built('redis/redis-connection.js');

const dataDir = mkdtempSync(join(tmpdir(), 'pitamah-bench-'));
const [redis, postgres] = [await startRedis(), await startPostgres()];
const url = await postgres.database('record');
const configuration = Configuration.parse({ DATA_DIR: dataDir, DATABASE_URL: url });
const connection = new RedisConnection({ kind: 'socket', path: redis.client.options.path });
await connection.connect(2_000);
const background = new BackgroundRedis(connection);
await until(() => background.client.status === 'ready');
const database = await Database.open(configuration, null);
const cipher = new CallerCipher(configuration);
const writer = new EventWriter(background, cipher, { of: () => null });
const store = new EventStore(database, new RollupWriter(), cipher, new SubjectKeys(configuration));
const lags = [];
// Sees each batch after it was committed, as detection does.
const followers = {
  follow: async (events) => {
    const now = Date.now();
    for (const { time } of events) lags.push(now - time);
  },
};
const consumer = new StreamConsumer(connection, store, followers, writer);
const checkpoints = new CheckpointStore(database);
const keys = new AuditKeys(database, configuration);
const signing = new CheckpointWriter(database, configuration, checkpoints, keys, { write: () => undefined });
const sessions = Array.from({ length: USERS }, randomUUID);
let users = [];
let missed = 0;

try {
  users = await makeUsers();
  await onThePath();
  consumer.onApplicationBootstrap();
  const timer = setInterval(() => void signing.writeDue().catch((error) => console.error(error.message)), 2_000);
  await sustained('sustained', Number(options.rate), Number(options.seconds));
  await critical();
  if (Number(options['burst-seconds']) > 0) {
    await sustained('burst', Number(options.burst), Number(options['burst-seconds']));
  }
  clearInterval(timer);
  await consumer.onApplicationShutdown();
  await sizes();
  await verified();
  console.log(missed === 0 ? 'every bar was met' : `${missed} bars were missed`);
} finally {
  await writer.onApplicationShutdown();
  await consumer.onApplicationShutdown();
  connection.close();
  await database.close();
  await redis.stop();
  await postgres.stop();
  rmSync(dataDir, { recursive: true, force: true });
}

/** Building and queuing one event, as when an answer is finished; the writing runs in between as it does in the service. */
async function onThePath() {
  const took = [];
  for (let done = 0; done < 50_000; done += 1) {
    const before = process.hrtime.bigint();
    writer.enqueue(event(done));
    took.push(Number(process.hrtime.bigint() - before) / 1000);
    if (done % 50 === 49) await new Promise(setImmediate);
  }
  await until(() => writer.waiting === 0);
  bar('on the path, p50', at(took, 0.5), 5, 'µs');
  bar('on the path, p99', at(took, 0.99), 20, 'µs');
}

async function sustained(name, rate, seconds) {
  await until(drained);
  lags.length = 0;
  const [kept, dropped] = [consumer.total, writer.dropped];
  const memory = [];
  const cpu = process.cpuUsage();
  const startedAt = performance.now();
  let sent = 0;
  for (let now = startedAt; now < startedAt + seconds * 1000; now = performance.now()) {
    const due = Math.floor(((now - startedAt) / 1000) * rate);
    for (; sent < due; sent += 1) writer.enqueue(event(sent));
    if (memory.length < (now - startedAt) / 5_000) memory.push(process.memoryUsage().rss / 1e6);
    await new Promise((wake) => setTimeout(wake, TICK_MS));
  }
  await until(drained);
  const took = (performance.now() - startedAt) / 1000;
  const used = process.cpuUsage(cpu);
  const lost = sent - (consumer.total - kept);
  const each = ((used.user + used.system) / sent).toFixed(1);
  console.log(
    `${name}: ${sent} events at ${rate}/s, all kept after ${took.toFixed(1)} s; ${each} µs CPU each, both sides`,
  );
  bar(`  ${name}, lost`, lost, 0, 'events');
  bar(`  ${name}, dropped`, writer.dropped - dropped, 0, 'events');
  bar(`  ${name}, event to durable, p99`, at(lags, 0.99), name === 'burst' ? Infinity : 100, 'ms');
  const half = memory.length >> 1;
  if (half > 2)
    console.log(
      `  memory ${mean(memory.slice(1, half))} MB in the first half, ${mean(memory.slice(half))} MB in the second`,
    );
}

/** An event in the transaction of its change, on top of that transaction's own commit. */
async function critical() {
  const outbox = new Outbox();
  const bare = await timed(change);
  const recorded = await timed(async (transaction) => {
    await change(transaction);
    await outbox.append(transaction, {
      type: 'user.updated',
      outcome: 'ok',
      actor: { kind: 'user', id: users[0] },
      tenant: users[0],
    });
  });
  bar('critical event, p99 on top of the change', at(recorded, 0.99) - at(bare, 0.99), 5, 'ms');
}

function change(transaction) {
  return transaction.updateTable('users').set({ name: randomUUID() }).where('id', '=', users[0]).execute();
}

async function timed(work) {
  const took = [];
  for (let round = 0; round < 500; round += 1) {
    const before = performance.now();
    await database.transaction(work);
    took.push(performance.now() - before);
  }
  return took;
}

async function sizes() {
  await redis.client.del('activity:events');
  for (let done = 0; done < 20_000; done += 1) writer.enqueue(event(done));
  await until(() => writer.waiting === 0);
  const bytes = await redis.client.memory('USAGE', 'activity:events', 'SAMPLES', '0');
  bar('an analysis in Redis', bytes / (await redis.client.xlen('activity:events')), 250, 'B');
  await query(url, 'vacuum full activity_events');
  const [row] = await query(
    url,
    `select count(*)::int as count, pg_relation_size('activity_events')::float8 as heap,
       pg_indexes_size('activity_events')::float8 as indexes from activity_events`,
  );
  bar('an analysis in the database, the row', row.heap / row.count, 500, 'B');
  console.log(`  and ${(row.indexes / row.count).toFixed(0)} B in its nine indexes`);
}

async function verified() {
  await signing.writeDue();
  const verifier = new ChainVerifier(new ChainReader(database, checkpoints), keys, new EventBus());
  const result = await verifier.verify(undefined, undefined, { id: 'bench' });
  if (!result.ok) console.log(result.findings);
  bar('verify, on the server', -result.events / (result.duration_ms / 1000), -50_000, 'events/s');
}

async function drained() {
  if (writer.waiting > 0) return false;
  const [group] = await redis.client.xinfo('GROUPS', 'activity:events').catch(() => []);
  const info = Array.isArray(group)
    ? Object.fromEntries(group.flatMap((x, i, all) => (i % 2 === 0 ? [[x, all[i + 1]]] : [])))
    : group;
  return info !== undefined && info.lag === 0 && info.pending === 0;
}

async function makeUsers() {
  const ids = Array.from({ length: USERS }, randomUUID);
  const rows = await query(
    url,
    `insert into users (id, email, email_key, plan, role, status, permissions, sessions_not_before, created_at, updated_at)
     select id, id || '@bench.test', id || '@bench.test', 'pro', 'user', 'active', '{}', now(), now(), now() from unnest($1::uuid[]) as id returning id`,
    [ids],
  );
  return rows.map(({ id }) => id);
}

/** An analysis: the largest that a request's event becomes. */
function event(number) {
  const userId = users[number % USERS];
  const exchange = { method: 'POST', status: 200, startedAt: 1, finishedAt: performance.now(), bytesIn: 812 };
  return requestEvent(exchange, {
    id: newId(),
    network: '192.0.2.7',
    principal: {
      account: { id: userId, plan: 'pro', role: 'user' },
      kind: 'session',
      sessionId: sessions[number % USERS],
    },
    facts: {
      actor: { kind: 'user', id: userId, plan: 'pro', sessionId: sessions[number % USERS] },
      route: '/analyze',
      decision: {
        id: newId(),
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
    userAgent: 'python-requests/2.32',
  });
}

function bar(name, value, limit, unit) {
  const met = value <= limit;
  if (!met) missed += 1;
  const [shown, bound] = [Math.abs(value), Math.abs(limit)];
  const text = shown >= 100 ? shown.toFixed(0) : shown.toFixed(2);
  const against = Number.isFinite(bound) ? ` (bar ${bound}${met ? '' : ', MISSED'})` : '';
  console.log(`${name}: ${text} ${unit}${against}`);
}

function at(values, q) {
  return values.toSorted((a, b) => a - b)[Math.floor(q * (values.length - 1))] ?? 0;
}

function mean(values) {
  return (values.reduce((sum, value) => sum + value, 0) / values.length).toFixed(0);
}

async function until(condition) {
  const deadline = performance.now() + 300_000;
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error('it took too long');
    await new Promise((wake) => setTimeout(wake, 10));
  }
}
