import { Injectable } from '@nestjs/common';
import type { Transaction } from 'kysely';
import { Database } from '../../database/database.js';
import type { Schema } from '../../database/schema.js';
import type { UserRow } from '../../database/tables/users.js';
import type { LinkTemplate } from '../../mail/mail.js';
import type { EmailAddress } from '../../users/email-address.js';
import { UserDirectory } from '../../users/user-directory.js';
import { LinkMails } from './link-mails.js';

/** Links that somebody asked for with an address alone: sent if an account has it and may have such a link. */
@Injectable()
export class LinkRequests {
  constructor(
    private readonly database: Database,
    private readonly users: UserDirectory,
    private readonly mails: LinkMails,
  ) {}

  /** @param allowed judges the account under its lock, and may record what is done. */
  async send(
    { key }: EmailAddress,
    template: LinkTemplate,
    allowed: (user: UserRow, transaction: Transaction<Schema>) => boolean | Promise<boolean>,
  ): Promise<void> {
    const known = await this.users.byEmailKey(key);
    if (!known) return;
    await this.database.transaction(async (transaction) => {
      const user = await this.users.locked(transaction, known.id);
      if (user?.status !== 'active' || user.kind !== 'person') return;
      if (await allowed(user, transaction)) await this.mails.send(transaction, user, template);
    });
  }
}
