/**
 * kill -9, over and over: of the service, of Redis, and of the database, under load. What was acknowledged must be in the record
 * once, and the record one whole chain.
 *
 *   node bench/activity/kills.mjs [--rounds 20] [--kinds service,consumer,redis,database] [--dist dist]
 *
 * Acknowledged is an answer whose event had the flush interval to reach Redis: of a service that is killed, all but the answers
 * of its last 200 ms (5 ms, and what a busy machine makes of them). The consumer is part of the service and dies with it, in the rounds of its name between COMMIT and
 * XACK, which Redis is told to refuse. Redis writes each command to disk before it answers.
 */
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { Redis } from 'ioredis';
import { Client } from 'pg';
import { startPostgres } from '../identity/postgres-process.mjs';

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '20' },
    kinds: { type: 'string', default: 'service,consumer,redis,database' },
    dist: { type: 'string', default: 'dist' },
  },
});
const ROUNDS = Number(options.rounds);
const LOAD_MS = 800;
const UNSURE_MS = 200;
const built = (path) => import(join(resolve(options.dist), path));
const { ChainCheck } = await built('activity/audit/verify/chain-check.js');
const { GENESIS } = await built('activity/audit/chain/audit-record.js');
const { correlationHash, recordOf } = await built('activity/audit/chain/event-row.js');

const folder = mkdtempSync(join(tmpdir(), 'pitamah-kills-'));
const socket = join(folder, 'redis.sock');
const postgres = await startPostgres();
const databaseUrl = await postgres.database('record');
let redis = startRedis();
let service = await startService();
let failures = 0;

try {
  const kinds = { service: killService, consumer: killConsumer, redis: killRedis, database: killDatabase };
  for (const name of options.kinds.split(',')) {
    const sent = [];
    for (let round = 1; round <= ROUNDS; round += 1) {
      for (const answer of await underLoad(kinds[name])) sent.push({ ...answer, round });
    }
    await report(name, sent);
  }
} finally {
  await ended(service.child, 'SIGTERM');
  await ended(redis, 'SIGTERM');
  await postgres.stop();
  rmSync(folder, { recursive: true, force: true });
}
process.exitCode = failures === 0 ? 0 : 1;

/** Sends requests, kills in the middle, and returns those that were acknowledged, with their time before the kill, ms. */
async function underLoad(kill) {
  const answered = [];
  const stop = new AbortController();
  const callers = Array.from({ length: 8 }, async () => {
    while (!stop.signal.aborted) {
      const id = randomUUID();
      const from = service;
      try {
        const response = await fetch(`${service.url}/health/live`, { headers: { 'x-request-id': id } });
        await response.arrayBuffer();
        answered.push({ id, from, at: performance.now() });
      } catch {
        await sleep(5);
      }
    }
  });
  await sleep(LOAD_MS);
  const [killed, killedAt] = [service, performance.now()];
  await kill();
  await sleep(LOAD_MS / 2);
  stop.abort();
  await Promise.all(callers);
  // What the killed process answered last may have died with it; Redis and the database take nothing along.
  const sure = ({ from, at }) => service === killed || from !== killed || at < killedAt - UNSURE_MS;
  return answered.filter(sure).map(({ id, at }) => ({ id, before: Math.round(killedAt - at) }));
}

async function killService() {
  await ended(service.child, 'SIGKILL');
  service = await startService();
}

async function killConsumer() {
  const client = new Redis({ path: socket });
  await client.call('ACL', 'SETUSER', 'default', '-xack');
  await sleep(100);
  await ended(service.child, 'SIGKILL');
  await client.call('ACL', 'SETUSER', 'default', '+xack');
  client.disconnect();
  service = await startService();
}

async function killRedis() {
  await ended(redis, 'SIGKILL');
  redis = startRedis();
}

async function killDatabase() {
  await postgres.killAndRestart();
}

async function report(name, sent) {
  const ids = sent.map(({ id }) => id);
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  const deadline = performance.now() + 60_000;
  let counts;
  for (;;) {
    counts = await countsOf(client, ids);
    if (ids.every((id) => counts.has(id)) || performance.now() > deadline) break;
    await sleep(250);
  }
  const missing = sent.filter(({ id }) => !counts.has(id));
  const lost = missing.length;
  const doubled = [...counts.values()].filter((count) => count > 1).length;
  const findings = await chain(client);
  await client.end();
  if (lost + doubled + findings.length > 0) failures += 1;
  console.log(
    `${name}: ${ROUNDS} kills, ${ids.length} acknowledged, ${lost} lost, ${doubled} doubled, chain ${findings.length === 0 ? 'whole' : JSON.stringify(findings.slice(0, 3))}`,
  );
  if (lost > 0) {
    const times = missing.map(({ before }) => before);
    const rounds = [...new Set(missing.map(({ round }) => round))].join(', ');
    console.log(
      `  lost in rounds ${rounds}; answered from ${Math.max(...times)} to ${Math.min(...times)} ms before the kill`,
    );
    await sleep(60_000);
    const later = await countsLater(ids);
    console.log(`  a minute later ${ids.filter((id) => !later.has(id)).length} are still missing`);
  }
}

async function countsLater(ids) {
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  const counts = await countsOf(client, ids);
  await client.end();
  return counts;
}

async function countsOf(client, ids) {
  const { rows } = await client.query(
    `select * from activity_events where corr_hash = any($1) and type = 'http.request'`,
    [ids.map(correlationHash)],
  );
  const wanted = new Set(ids);
  const counts = new Map();
  for (const { corr } of rows.map(recordOf)) if (wanted.has(corr)) counts.set(corr, (counts.get(corr) ?? 0) + 1);
  return counts;
}

async function chain(client) {
  const check = new ChainCheck({ seq: 1, hash: GENESIS, first: true }, null);
  const { rows } = await client.query('select * from activity_events order by seq');
  for (const row of rows) check.link(recordOf({ ...row, seq: Number(row.seq) }), row.hash);
  return check.findings;
}

function startRedis() {
  const flags = [
    '--port',
    '0',
    '--unixsocket',
    socket,
    '--dir',
    folder,
    '--appendonly',
    'yes',
    '--appendfsync',
    'always',
    '--save',
    '',
  ];
  return spawn('redis-server', flags, { stdio: 'ignore' });
}

async function startService() {
  const env = {
    PATH: process.env.PATH,
    NODE_ENV: 'test',
    PORT: '0',
    REDIS_URL: `unix://${socket}`,
    DATABASE_URL: databaseUrl,
    DATA_DIR: join(folder, 'data'),
    JWT_SECRET: 'mW3k8vR1xT5nB7qZ0yL4cD9fG2hJ6pS-kills',
  };
  const child = spawn(process.execPath, [join(resolve(options.dist), 'main.js')], {
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const url = await new Promise((found, failed) => {
    let text = '';
    child.stdout.on('data', (chunk) => {
      text = (text + chunk).slice(-10_000);
      const match = /listening on (http:\/\/\S+)/.exec(text);
      if (match) found(match[1]);
    });
    child.once('exit', () => failed(new Error(`the service ended:\n${text}`)));
  });
  return { child, url };
}

function ended(child, signal) {
  if (child.exitCode !== null || child.signalCode !== null) return undefined;
  const exited = new Promise((done) => child.once('exit', done));
  child.kill(signal);
  return exited;
}

function sleep(ms) {
  return new Promise((wake) => setTimeout(wake, ms));
}
