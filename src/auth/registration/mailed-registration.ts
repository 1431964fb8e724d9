import { Injectable } from '@nestjs/common';
import type { Transaction } from 'kysely';
import type { Schema } from '../../database/schema.js';
import { MailOutbox } from '../../mail/mail-outbox.js';
import { Problem } from '../../problem/problem.js';
import { AccountCreator, type NewAccount } from '../../users/account-creator.js';
import { UserDirectory } from '../../users/user-directory.js';
import { EmailVerification } from '../email/email-verification.js';
import { LinkMails } from '../links/link-mails.js';
import type { RequestOrigin } from '../request-origin.js';

/**
 * Registration where mail is configured: whoever registers learns from the mailbox alone whether the address was free.
 *
 * An account that nobody has entered yet may have been opened by anybody. A further registration of its address gets a
 * link that chooses the password anew: whoever registers somebody else's address, first or last, has no password for the
 * account once its owner has used that link.
 */
@Injectable()
export class MailedRegistration {
  constructor(
    private readonly accounts: AccountCreator,
    private readonly users: UserDirectory,
    private readonly verification: EmailVerification,
    private readonly links: LinkMails,
    private readonly mail: MailOutbox,
  ) {}

  get enabled(): boolean {
    return this.mail.enabled;
  }

  /** @param mayMail false when the address has had its share of mails: then nothing is sent to it. */
  async register(
    transaction: Transaction<Schema>,
    account: NewAccount,
    mayMail: boolean,
    { network, requestId }: RequestOrigin,
  ): Promise<void> {
    const opened = { ...account, emailPending: this.verification.required };
    try {
      const user = await this.accounts.create(transaction, opened, { network, requestId });
      if (mayMail) await this.links.send(transaction, user, 'verify-email');
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== 'email_taken') throw error;
      if (mayMail) await this.tellOwner(transaction, account);
    }
  }

  private async tellOwner(transaction: Transaction<Schema>, { address }: NewAccount): Promise<void> {
    const known = await this.users.byEmailKey(address.key, transaction);
    const user = known && (await this.users.locked(transaction, known.id));
    if (user?.status !== 'active' || user.kind !== 'person') return;
    if (this.verification.awaits(user)) {
      await this.links.send(transaction, user, 'reset-password');
    } else {
      await this.mail.append(transaction, { to: user, template: 'registration-of-taken-address', data: {} });
    }
  }
}
