/**
 * The program of the embedded store's thread: PGlite, whose queries take from 0.1 ms to many, away from the thread that
 * answers requests. Statements are executed one at a time in the order in which they come.
 */
import { mkdirSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { PGlite, types } from '@electric-sql/pglite';
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm';
import { failureOf } from './failure.js';
import type { QueryRequest, QueryResult, StoreReply, StoreRequest, StoreThreadData } from './store-messages.js';

if (parentPort === null) throw new Error('runs as a worker thread only');
const port = parentPort;

try {
  const engine = await open((workerData as StoreThreadData).folder);
  port.on('message', (request: StoreRequest) => void (request === 'close' ? close(engine) : answer(engine, request)));
  reply({ kind: 'opened' });
} catch (error) {
  reply({ kind: 'not-opened', failure: failureOf(error) });
}

function open(folder: string): Promise<PGlite> {
  // PGlite would make it readable for everybody.
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return PGlite.create({
    dataDir: folder,
    extensions: { pg_trgm },
    // What node-postgres returns too, as database/open-store.ts sets it up.
    parsers: { [types.INT8]: Number, [types.NUMERIC]: Number, [types.BYTEA]: bytesOf },
  });
}

async function answer(engine: PGlite, { id, sql, parameters }: QueryRequest): Promise<void> {
  try {
    reply({ kind: 'result', id, result: await run(engine, sql, parameters) });
  } catch (error) {
    reply({ kind: 'failure', id, failure: failureOf(error) });
  }
}

async function run(engine: PGlite, sql: string, parameters: readonly unknown[]): Promise<QueryResult> {
  const { rows, affectedRows, fields } = await engine.query<Record<string, unknown>>(sql, [...parameters]);
  const byteColumns = fields.filter((field) => field.dataTypeID === types.BYTEA).map((field) => field.name);
  return { rows, affected: affectedRows ?? rows.length, byteColumns };
}

/** With the port closed nothing keeps the thread alive. */
async function close(engine: PGlite): Promise<void> {
  await engine.close();
  port.close();
}

function reply(message: StoreReply): void {
  port.postMessage(message);
}

/** Bytes of their own: a small Buffer shares a pool, and all of the pool would be sent along. */
function bytesOf(hex: string): Uint8Array {
  return new Uint8Array(Buffer.from(hex.slice(2), 'hex'));
}
