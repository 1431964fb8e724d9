import { createHmac } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { type Kysely, sql, type Transaction } from 'kysely';
import { Configuration } from '../../config/configuration.js';
import { Database } from '../../database/database.js';
import type { Schema } from '../../database/schema.js';
import { MailOutbox } from '../../mail/mail-outbox.js';
import { Problem } from '../../problem/problem.js';
import { databaseNow } from '../../users/user-directory.js';
import { ENDED_SESSION_DAYS } from '../sessions/session-retention.js';
import type { Attempt } from './attempt.js';

/** Failures in a row that NIST SP 800-63B-4 (§3.2.2) lets an account have. */
const CAP = 100;
/** How long a network stays known after its last use, and how long failures are remembered after the last, days. */
const DAYS = ENDED_SESSION_DAYS;
/** Over the cap, where no link can be mailed: one try of all unknown networks together in so long, seconds. */
const SLOW_SECONDS = 900;
/** A link that was followed lets its network try for so long, seconds. */
const ADMITTED_SECONDS = 3_600;
/** No account has it: addresses without one are looked for alike. */
const NOBODY = '00000000-0000-0000-0000-000000000000';

const counted: Attempt = { succeeded: () => Promise.resolve(), cancelled: () => Promise.resolve() };

/**
 * The cap on failed sign-ins of one account from unknown networks (auth design, §3.5): those that it was not used from
 * within 30 days. The limits per network leave somebody with ten thousand of them ten thousand times as many guesses;
 * from the 100th failure on, unknown networks may try only after a mailed link. Known ones are neither counted nor held
 * up here, so nobody can shut an account's owner out; they have the limits per account and network.
 *
 * The count is PostgreSQL's, raised in one statement before the password is looked at: exact over all instances, and not
 * forgotten with Redis. A success takes only its own try back, for an attacker's guesses stay what they were; a new
 * password or a link followed forgets them all. Addresses without an account are counted in the same statement, by one of
 * 2^20 classes of their hash, which bounds the table.
 */
@Injectable()
export class StrangerCap {
  private readonly lapseSeconds: number;

  constructor(
    private readonly database: Database,
    private readonly configuration: Configuration,
    private readonly mail: MailOutbox,
  ) {
    this.lapseSeconds = mail.enabled ? DAYS * 86_400 : SLOW_SECONDS;
  }

  /**
   * @param userId undefined for an address without an account, which is treated alike.
   * @throws Problem `rate_limited`.
   */
  async take(userId: string | undefined, emailKey: string, network: string): Promise<Attempt> {
    const subject = userId === undefined ? this.classOf(emailKey) : this.subjectOf(userId);
    const { rows } = await sql<{ known: boolean; taken: boolean; last: Date | null; now: Date }>`
      with origin as (
        select exists (
          select from sessions where user_id = ${userId ?? NOBODY} and network = ${network}
            and last_used_at > now() - make_interval(days => ${DAYS}::integer)
        ) or exists (
          select from admitted_networks where user_id = ${userId ?? NOBODY} and network = ${network} and expires_at > now()
        ) as known
      ), taken as (
        insert into sign_in_failures as held (subject, failures, updated_at)
        select ${subject}::bytea, 1, clock_timestamp() from origin where not known
        on conflict (subject) do update set
          failures = case
            when held.updated_at < now() - make_interval(days => ${DAYS}::integer) then 1 else held.failures + 1 end,
          updated_at = clock_timestamp()
        where held.failures < ${CAP}::integer
          or held.updated_at < now() - make_interval(secs => ${this.lapseSeconds}::double precision)
        returning 1
      )
      select known, exists (select from taken) as taken, clock_timestamp() as now,
        (select updated_at from sign_in_failures where subject = ${subject}::bytea) as last
      from origin`.execute(this.database.kysely);
    const [{ known, taken, last, now } = { known: false, taken: false, last: null, now: new Date() }] = rows;
    if (known) return counted;
    if (!taken) throw this.refusal(last === null ? 0 : now.getTime() - last.getTime());
    const undo = () => this.undo(subject);
    return { succeeded: undo, cancelled: undo };
  }

  /** Forgets the failures: what was guessed at is no longer the password, or its owner has been heard. */
  async forget(store: Kysely<Schema>, userId: string): Promise<void> {
    await store.deleteFrom('sign_in_failures').where('subject', '=', this.subjectOf(userId)).execute();
  }

  /** Lets a network try as if the account had been used from it: its owner has followed a link there. */
  async admit(transaction: Transaction<Schema>, userId: string, network: string): Promise<void> {
    const expires = sql<Date>`${databaseNow} + make_interval(secs => ${ADMITTED_SECONDS})`;
    await transaction
      .insertInto('admitted_networks')
      .values({ user_id: userId, network, expires_at: expires })
      .onConflict((conflict) => conflict.columns(['user_id', 'network']).doUpdateSet({ expires_at: expires }))
      .execute();
    await this.forget(transaction, userId);
  }

  /** Deletes what no longer counts. */
  async purge(): Promise<void> {
    const { kysely } = this.database;
    await kysely.deleteFrom('admitted_networks').where('expires_at', '<', databaseNow).execute();
    await sql`
      delete from sign_in_failures where subject in (
        select subject from sign_in_failures where updated_at < now() - make_interval(days => ${DAYS}::integer)
        limit 10000 for update skip locked)`.execute(kysely);
  }

  private async undo(subject: Buffer): Promise<void> {
    await this.database.kysely
      .updateTable('sign_in_failures')
      .set((row) => ({ failures: row('failures', '-', 1) }))
      .where('subject', '=', subject)
      .where('failures', '>', 0)
      .execute();
  }

  private refusal(sinceLastMs: number): Problem {
    const seconds = Math.max(1, Math.ceil(this.lapseSeconds - sinceLastMs / 1000));
    const way = this.mail.enabled ? 'ask for a link (POST /auth/sign-in-link), or ' : `try again in ${seconds} s, or `;
    return new Problem('rate_limited', {
      detail: `Too many failed sign-ins for this account from other networks: ${way}use a network it was used from.`,
      headers: { 'retry-after': String(seconds) },
    });
  }

  private subjectOf(userId: string): Buffer {
    return this.hash(`account ${userId}`).subarray(0, 16);
  }

  private classOf(emailKey: string): Buffer {
    const hash = this.hash(`address ${emailKey}`);
    return Buffer.of((hash[0] as number) & 0x0f, hash[1] as number, hash[2] as number);
  }

  private hash(text: string): Buffer {
    return createHmac('sha256', this.configuration.secrets.data).update(text).digest();
  }
}
