import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Kysely, PostgresDialect, sql } from 'kysely';
import { EmbeddedPool } from '../../../src/database/embedded/embedded-pool.js';
import { openEmbedded } from '../../../src/database/embedded/open-embedded.js';
import { StoreThread } from '../../../src/database/embedded/store-thread.js';
import { isUnavailable } from '../../../src/database/unavailable.js';
import { describeOnce } from '../../support/independent.js';
import { until } from '../../support/poll.js';

/** A thread runs compiled code: that of the build under test. */
const program = pathToFileURL(
  resolve(process.env['CODEPITAMAH_DIST'] ?? 'dist', 'database', 'embedded', 'store-worker.js'),
);

/** What `work` failed with. */
async function caught(
  work: Promise<unknown>,
): Promise<Error & { code?: string; constraint?: string; detail?: string }> {
  return work.then(
    () => {
      throw new Error('nothing was thrown');
    },
    (error: unknown) => error as Error,
  );
}

describeOnce('the embedded store', () => {
  let folder: string;
  let database: Kysely<Record<string, never>>;
  /** Every thread that was opened, the newest last. */
  const threads: StoreThread[] = [];

  const open = async () => {
    const thread = await StoreThread.open(program, { folder: join(folder, 'postgres') });
    threads.push(thread);
    return thread;
  };
  const over = async () => {
    const pool = new EmbeddedPool(await open(), open);
    return new Kysely<Record<string, never>>({ dialect: new PostgresDialect({ pool }) });
  };

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'pitamah-store-'));
    database = await over();
    await sql`create table notes (id int primary key, text text not null unique)`.execute(database);
  });

  afterAll(async () => {
    await database.destroy();
    rmSync(folder, { recursive: true, force: true });
  });

  const texts = async () =>
    (await sql<{ text: string }>`select text from notes order by id`.execute(database)).rows.map((row) => row.text);

  it('gives the types that a server gives', async () => {
    const bytes = randomBytes(40);
    const at = new Date('2026-01-02T03:04:05.678Z');
    const { rows } = await sql`
      select ${bytes}::bytea as bytes, null::bytea as none, ${at}::timestamptz as at, 9007199254740991::int8 as large,
        12.5::numeric as exact, ${['a', 'b']}::text[] as list, ${JSON.stringify({ a: [1, null] })}::jsonb as json,
        true as yes, null as nothing`.execute(database);
    expect(rows).toEqual([
      {
        bytes,
        none: null,
        at,
        large: Number.MAX_SAFE_INTEGER,
        exact: 12.5,
        list: ['a', 'b'],
        json: { a: [1, null] },
        yes: true,
        nothing: null,
      },
    ]);
    expect(Buffer.isBuffer((rows[0] as { bytes: unknown }).bytes)).toBe(true);
  });

  it('counts the rows that a statement changed', async () => {
    await sql`insert into notes values (1, 'one'), (2, 'two')`.execute(database);
    const updated = await sql`update notes set text = text || '!'`.execute(database);
    expect(updated.numAffectedRows).toBe(2n);
    expect((await sql`delete from notes`.execute(database)).numAffectedRows).toBe(2n);
  });

  it('reports a violation with its SQLSTATE, constraint and detail, and without the parameters', async () => {
    await sql`insert into notes values (1, 'secret-of-mine')`.execute(database);
    const error = await caught(sql`insert into notes values (1, ${'another-secret'})`.execute(database));
    expect(error).toMatchObject({ code: '23505', constraint: 'notes_pkey', detail: 'Key (id)=(1) already exists.' });
    expect(error).toBeInstanceOf(Error);
    expect(JSON.stringify(error)).not.toContain('another-secret');
    expect(isUnavailable(error)).toBe(false);
    await sql`delete from notes`.execute(database);
  });

  it('refuses a parameter that cannot be sent, and goes on', async () => {
    const error = await caught(sql`select ${Symbol('no value')}::text`.execute(database));
    expect(error.name).toBe('DataCloneError');
    expect(await texts()).toEqual([]);
  });

  it('keeps transactions apart and in order', async () => {
    const rounds = Array.from({ length: 20 }, (_, round) => round);
    await Promise.all(
      rounds.map((round) =>
        database.transaction().execute(async (transaction) => {
          const { rows } = await sql<{ count: number }>`select count(*) from notes`.execute(transaction);
          expect(rows[0]?.count).toBe(round);
          await sql`insert into notes values (${round}, ${`round ${round}`})`.execute(transaction);
        }),
      ),
    );
    expect(await texts()).toEqual(rounds.map((round) => `round ${round}`));
    await sql`delete from notes`.execute(database);
  });

  it('takes a transaction back as a whole', async () => {
    const failing = database.transaction().execute(async (transaction) => {
      await sql`insert into notes values (1, 'half')`.execute(transaction);
      await sql`insert into notes values (1, 'again')`.execute(transaction);
    });
    expect((await caught(failing)).code).toBe('23505');
    expect(await texts()).toEqual([]);
  });

  it('carries large values both ways', async () => {
    const bytes = randomBytes(5_000_000);
    const { rows } = await sql<{ bytes: Buffer; series: number[] }>`
      select ${bytes}::bytea as bytes, array(select generate_series(1, 100000)) as series`.execute(database);
    expect(rows[0]?.bytes.equals(bytes)).toBe(true);
    expect(rows[0]?.series).toHaveLength(100_000);
  });

  describe('when its thread dies', () => {
    it('fails what was asked, as unavailable, and opens the store again with all that was committed', async () => {
      await sql`insert into notes values (1, 'committed')`.execute(database);
      const before = threads.length;
      const holder = database.transaction().execute(async (transaction) => {
        await sql`insert into notes values (2, 'not committed')`.execute(transaction);
        const asked = sql`select pg_sleep(30)`.execute(transaction);
        await threads.at(-1)?.terminate();
        await asked;
      });
      const queued = texts();
      expect(isUnavailable(await caught(holder))).toBe(true);
      expect(await queued).toEqual(['committed']);
      expect(threads).toHaveLength(before + 1);
      await sql`delete from notes`.execute(database);
    });

    it('never lets half a transaction go on in the new one', async () => {
      let lost: unknown;
      const holder = database.transaction().execute(async (transaction) => {
        await sql`insert into notes values (1, 'first half')`.execute(transaction);
        await threads.at(-1)?.terminate();
        lost = await caught(sql`insert into notes values (2, 'second half')`.execute(transaction));
        throw lost;
      });
      await caught(holder);
      expect(isUnavailable(lost)).toBe(true);
      await until('the store is open again', async () => (await texts().catch(() => null)) !== null);
      expect(await texts()).toEqual([]);
    });
  });
});

describeOnce('an embedded store that cannot be opened', () => {
  it('says so in one line, and leaves no thread behind', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'pitamah-store-'));
    writeFileSync(join(folder, 'postgres'), 'no folder');
    const error = await caught(openEmbedded(folder, program));
    expect(error.message).toBe(
      `The embedded PostgreSQL in ${folder} cannot be opened (EEXIST): check free space and permissions, or set DATABASE_URL.`,
    );
    expect(existsSync(join(folder, 'postgres'))).toBe(true);
    rmSync(folder, { recursive: true, force: true });
  });
});
