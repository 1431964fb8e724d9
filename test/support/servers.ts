import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { type PostgresServer, startPostgres } from './postgres-server.js';
import { type RedisServer, startRedis } from './redis-server.js';

/**
 * The real servers of this test file: started on first use, one of each, ended with the file. A service gets a database
 * of its own and a Redis of its own, so that tests cannot see each other's rows.
 */
let postgres: Promise<PostgresServer> | undefined;
const redises: RedisServer[] = [];

afterAll(async () => {
  for (const redis of redises) await redis.stop();
  await (await postgres)?.stop();
});

/** URL of an empty database. */
export async function freshDatabase(): Promise<string> {
  const given = process.env['TEST_DATABASE_URL'];
  postgres ??= given === undefined ? startPostgres() : undefined;
  const base = given ?? (await (postgres as Promise<PostgresServer>)).url;
  const name = `pitamah_${randomBytes(6).toString('hex')}`;
  const client = new Client({ connectionString: base });
  await client.connect();
  await client.query(`create database ${name}`);
  await client.end();
  const url = new URL(base);
  url.pathname = `/${name}`;
  return url.href;
}

/** URL of an empty Redis, a server of its own: tests kill, stop and fill it. */
export async function freshRedis(): Promise<string> {
  const server = await startRedis();
  redises.push(server);
  return server.url;
}
