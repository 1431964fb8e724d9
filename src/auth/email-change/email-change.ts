import { Injectable } from '@nestjs/common';
import { Database } from '../../database/database.js';
import type { UserRow } from '../../database/tables/users.js';
import { MailOutbox } from '../../mail/mail-outbox.js';
import { Problem } from '../../problem/problem.js';
import type { EmailAddress } from '../../users/email-address.js';
import { UserDirectory } from '../../users/user-directory.js';
import { AccountRecord } from '../account-record.js';
import { LinkMails } from '../links/link-mails.js';
import type { RequestOrigin } from '../request-origin.js';

/**
 * Begins the change of an address: the new one must be confirmed, the old one is told. Whether somebody else has the new
 * address is not told: then nothing is sent to it.
 */
@Injectable()
export class EmailChange {
  constructor(
    private readonly database: Database,
    private readonly users: UserDirectory,
    private readonly mails: LinkMails,
    private readonly mail: MailOutbox,
    private readonly record: AccountRecord,
  ) {}

  /** @throws Problem `mail_not_configured`. */
  demandMail(): void {
    if (!this.mail.enabled) throw new Problem('mail_not_configured');
  }

  /**
   * @param proved the account, whose owner has just proved the password.
   * @throws Problem `conflict` when the password was changed meanwhile.
   */
  async begin(proved: UserRow, address: EmailAddress, origin: RequestOrigin): Promise<void> {
    await this.database.transaction(async (transaction) => {
      const user = await this.users.locked(transaction, proved.id);
      if (user?.password_hash !== proved.password_hash) throw new Problem('conflict');
      const holder = await this.users.byEmailKey(address.key, transaction);
      if (!holder || holder.id === user.id) {
        await this.mails.send(transaction, user, 'change-email', address, address.email);
      }
      const notice = { new_email: address.email };
      await this.mail.append(transaction, { to: user, template: 'email-change-notice', data: notice });
      await this.record.append(transaction, user, 'user.email_change_requested', origin);
    });
  }
}
