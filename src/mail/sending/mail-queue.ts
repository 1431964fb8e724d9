import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '../../database/database.js';
import type { MailOutboxRow } from '../../database/tables/mail-outbox.js';

/** A mail that was taken and not settled goes to whoever asks after this, seconds: its instance is gone. */
const LEASE = 180;
/** Mails to one address in any hour; what is beyond waits. */
const PER_RECIPIENT_AND_HOUR = 20;
/** Waits between attempts: 1, 2, 4 … s, at most this. */
const LONGEST_WAIT = 600;
const KEEP_SENT = sql`interval '1 day'`;
const KEEP_DEAD = sql`interval '30 days'`;

const now = sql<Date>`clock_timestamp()`;

export interface QueueCounts {
  waiting: number;
  dead: number;
  /** How long the oldest mail that could go has been due, seconds. */
  overdue: number;
}

/**
 * The outbox as the senders of all instances share it. A mail is taken by moving its `due_at` ahead, in a statement that
 * passes over rows another instance is just taking: no transaction stays open while a mail server is talked to, which
 * the embedded database's one connection would not bear. An instance that dies leaves its mails to the others when the
 * lease is over; one that dies between the server's acceptance and the note of it makes the mail go twice, under the
 * same Message-ID. Losing it would be worse.
 */
@Injectable()
export class MailQueue {
  constructor(private readonly database: Database) {}

  /** Takes mails that are due, at most one for each address. */
  async take(limit: number): Promise<MailOutboxRow[]> {
    const { rows } = await sql<MailOutboxRow>`
      update mail_outbox set attempts = attempts + 1, due_at = ${now} + make_interval(secs => ${LEASE}::integer)
      where id in (
        select mail.id from mail_outbox mail
        where mail.state = 'waiting' and mail.due_at <= ${now} and mail.expires_at > ${now}
          and not exists (
            select from mail_outbox earlier
            where earlier.recipient = mail.recipient and earlier.state = 'waiting' and earlier.due_at <= ${now}
              and earlier.expires_at > ${now} and earlier.id < mail.id)
          and ${PER_RECIPIENT_AND_HOUR}::integer > (
            select count(*) from mail_outbox sent
            where sent.recipient = mail.recipient and sent.state = 'sent'
              and sent.settled_at > ${now} - interval '1 hour')
        order by mail.due_at limit ${limit}::integer
        for update skip locked)
      returning *`.execute(this.database.kysely);
    return rows;
  }

  async sent(id: string): Promise<void> {
    await this.settle(id, 'sent', null);
  }

  /** Gives a mail up. */
  async buried(id: string, failure: string): Promise<void> {
    await this.settle(id, 'dead', failure);
  }

  async postponed({ id, attempts }: MailOutboxRow, failure: string): Promise<void> {
    const wait = Math.min(2 ** Math.min(attempts - 1, 20), LONGEST_WAIT);
    await this.database.kysely
      .updateTable('mail_outbox')
      .set({ due_at: sql<Date>`${now} + make_interval(secs => ${wait}::integer)`, failure })
      .where('id', '=', id)
      .where('state', '=', 'waiting')
      .execute();
  }

  /** Gives up what nobody wants any more, and forgets what was settled long ago. */
  async tidy(): Promise<void> {
    await sql`
      update mail_outbox set state = 'dead', content = null, settled_at = ${now}, failure = coalesce(failure, 'expired')
      where state = 'waiting' and expires_at <= ${now} and due_at <= ${now}`.execute(this.database.kysely);
    await sql`
      delete from mail_outbox
      where state <> 'waiting'
        and settled_at < ${now} - case state when 'sent' then ${KEEP_SENT} else ${KEEP_DEAD} end`.execute(
      this.database.kysely,
    );
  }

  async counts(): Promise<QueueCounts> {
    const { rows } = await sql<QueueCounts>`
      select count(*) filter (where state = 'waiting') as waiting,
        count(*) filter (where state = 'dead') as dead,
        coalesce(extract(epoch from ${now} - min(due_at) filter (where state = 'waiting')), 0)::float8 as overdue
      from mail_outbox where state <> 'sent'`.execute(this.database.kysely);
    return rows[0] ?? { waiting: 0, dead: 0, overdue: 0 };
  }

  private async settle(id: string, state: 'sent' | 'dead', failure: string | null): Promise<void> {
    await this.database.kysely
      .updateTable('mail_outbox')
      .set({ state, content: null, settled_at: now, failure })
      .where('id', '=', id)
      .where('state', '=', 'waiting')
      .execute();
  }
}
