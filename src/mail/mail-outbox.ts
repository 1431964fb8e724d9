import { createHmac } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { sql, type Transaction } from 'kysely';
import { uuidv7 } from 'uuidv7';
import { Configuration } from '../config/configuration.js';
import { SecretBox } from '../config/secret-box.js';
import { derivedSecret } from '../config/secrets.js';
import type { MailOutboxRow } from '../database/tables/mail-outbox.js';
import type { Schema } from '../database/schema.js';
import type { Mail } from './mail.js';
import { mailLives } from './mail-lives.js';

/**
 * Mails to be sent, stored in the transaction of what they tell of: neither can exist without the other, and no request
 * waits for a mail server. `MailSender` takes them from here.
 *
 * A mail with its link lies sealed in the database (ADR 13): the one-time links themselves are stored as hashes only, and
 * without the data secret a copy of the database opens no account.
 */
@Injectable()
export class MailOutbox {
  /** False without SMTP_URL: nothing is sent then. */
  readonly enabled: boolean;
  private readonly box: SecretBox;
  private readonly recipientKey: string;

  constructor(configuration: Configuration) {
    this.enabled = configuration.settings.SMTP_URL !== undefined;
    this.box = new SecretBox(configuration.secrets.data, 'mail');
    this.recipientKey = derivedSecret(configuration.secrets.data, 'mail recipients');
  }

  /** Does nothing while mail is off, so that nobody has to ask first. */
  async append(transaction: Transaction<Schema>, mail: Mail): Promise<void> {
    if (!this.enabled) return;
    const id = uuidv7();
    const now = sql<Date>`clock_timestamp()`;
    const { to, template } = mail;
    const { email, name } = to;
    await transaction
      .insertInto('mail_outbox')
      .values({
        id,
        user_id: to.id,
        template,
        recipient: this.recipient(email),
        content: this.box.seal(Buffer.from(JSON.stringify({ ...mail, to: { id: to.id, email, name } })), id),
        state: 'waiting',
        due_at: now,
        expires_at: sql<Date>`${now} + make_interval(secs => ${mailLives[template]})`,
        created_at: now,
      })
      .execute();
  }

  /** What a row says; null when it was sealed under another data secret. */
  open({ id, content }: Pick<MailOutboxRow, 'id' | 'content'>): Mail | null {
    const opened = content === null ? null : this.box.open(content, id);
    return opened === null ? null : (JSON.parse(opened.toString()) as Mail);
  }

  private recipient(email: string): Buffer {
    return createHmac('sha256', this.recipientKey).update(email.toLowerCase()).digest().subarray(0, 16);
  }
}
