import { Injectable } from '@nestjs/common';
import type { Transaction } from 'kysely';
import { Configuration } from '../../config/configuration.js';
import type { Schema } from '../../database/schema.js';
import type { UserRow } from '../../database/tables/users.js';
import type { LinkTemplate } from '../../mail/mail.js';
import { MailOutbox } from '../../mail/mail-outbox.js';
import { linkAddress } from '../../mail/link-address.js';
import { OneTimeLinks } from './one-time-links.js';

/** Makes one-time links and has them mailed. */
@Injectable()
export class LinkMails {
  constructor(
    private readonly links: OneTimeLinks,
    private readonly outbox: MailOutbox,
    private readonly configuration: Configuration,
  ) {}

  /**
   * @param user with its row locked, or new.
   * @param data what takes effect with the link.
   * @param email where to, when it is not the account's own address.
   */
  async send(
    transaction: Transaction<Schema>,
    user: UserRow,
    template: LinkTemplate,
    data?: object,
    email = user.email,
  ): Promise<void> {
    const token = await this.links.issue(transaction, user.id, template, data);
    const to = { id: user.id, email, name: user.name };
    await this.outbox.append(transaction, { to, template, data: { token } });
  }

  /**
   * Has the link mailed; without mail it is given to the admin who asked for it, to hand it over.
   * @returns null when it was mailed. Otherwise to be shown once, and never logged.
   */
  async deliver(transaction: Transaction<Schema>, user: UserRow, template: LinkTemplate): Promise<string | null> {
    if (this.outbox.enabled) {
      await this.send(transaction, user, template);
      return null;
    }
    const token = await this.links.issue(transaction, user.id, template);
    return linkAddress(this.configuration.settings.BASE_URL ?? '', template, token);
  }
}
