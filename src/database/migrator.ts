import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Kysely, sql, type Transaction } from 'kysely';
import type { Schema } from './schema.js';

const folder = new URL('./migrations/', import.meta.url);

/** Instances that start together take turns: any constant will do, it only must be ours. */
const ADVISORY_LOCK = 727_050_001;

/**
 * Applies the numbered SQL files that are not applied yet, in order, all in one transaction: a start either finds the
 * schema whole or leaves it as it was. Returns the names applied.
 */
export async function migrate(database: Kysely<Schema>): Promise<string[]> {
  return database.transaction().execute(async (transaction) => {
    await sql`select pg_advisory_xact_lock(${ADVISORY_LOCK})`.execute(transaction);
    const applied = new Set(await appliedNames(transaction));
    const pending = migrationFiles().filter((name) => !applied.has(name));
    for (const name of pending) {
      const text = readFileSync(new URL(name, folder), 'utf8');
      for (const statement of statements(text)) await sql.raw(statement).execute(transaction);
      await sql`insert into migrations (name, applied_at) values (${name}, now())`.execute(transaction);
    }
    return pending;
  });
}

/** A role that may create nothing (config/audit-roles.sql) is enough where another has applied them all. */
async function appliedNames(transaction: Transaction<Schema>): Promise<string[]> {
  const { rows } = await sql<{ known: boolean }>`select to_regclass('migrations') is not null as known`.execute(
    transaction,
  );
  if (rows[0]?.known === true) {
    return (await sql<{ name: string }>`select name from migrations`.execute(transaction)).rows.map(({ name }) => name);
  }
  await sql`create table migrations (name text primary key, applied_at timestamptz not null)`.execute(transaction);
  return [];
}

function migrationFiles(): string[] {
  return readdirSync(fileURLToPath(folder))
    .filter((name) => name.endsWith('.sql'))
    .sort();
}

/**
 * Splits a file at semicolons that end a line (the extended protocol takes one statement at a time). Bodies in dollar
 * quotes keep theirs; a comment, to the end of its line, ends nothing.
 */
export function statements(text: string): string[] {
  const found: string[] = [];
  let current = '';
  let quoted = false;
  for (const line of text.split('\n')) {
    const code = line.replace(/--.*$/, '').trimEnd();
    if ((code.match(/\$\$/g)?.length ?? 0) % 2 === 1) quoted = !quoted;
    if (code === '' && current === '') continue;
    current += `${code}\n`;
    if (!quoted && code.endsWith(';')) {
      found.push(current);
      current = '';
    }
  }
  if (current.trim() !== '') found.push(current);
  return found;
}
