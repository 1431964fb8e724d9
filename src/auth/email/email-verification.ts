import { Injectable } from '@nestjs/common';
import type { Transaction } from 'kysely';
import { Configuration } from '../../config/configuration.js';
import type { Schema } from '../../database/schema.js';
import type { UserRow } from '../../database/tables/users.js';
import { MailOutbox } from '../../mail/mail-outbox.js';
import type { EmailAddress } from '../../users/email-address.js';
import { UserDirectory } from '../../users/user-directory.js';
import { LinkRequests } from '../links/link-requests.js';
import { OneTimeLinks } from '../links/one-time-links.js';

/**
 * Proof that an address is its account's. Asked of accounts that are opened while it is on: whoever has entered an
 * account before is not shut out when an operator sets up mail.
 */
@Injectable()
export class EmailVerification {
  /** On where mail is configured, unless EMAIL_VERIFICATION is off. */
  readonly required: boolean;

  constructor(
    configuration: Configuration,
    outbox: MailOutbox,
    private readonly users: UserDirectory,
    private readonly requests: LinkRequests,
    private readonly links: OneTimeLinks,
  ) {
    this.required = outbox.enabled && configuration.settings.EMAIL_VERIFICATION;
  }

  /** True while nobody may enter the account, because its address is not proved. */
  awaits({ email_pending }: Pick<UserRow, 'email_pending'>): boolean {
    return this.required && email_pending;
  }

  /**
   * Called when somebody enters an account: from now on it is in use, and no registration replaces its password any
   * more, whatever the settings become.
   */
  async entered(transaction: Transaction<Schema>, user: UserRow): Promise<void> {
    if (user.email_pending) await this.users.settle(transaction, user.id);
  }

  /**
   * Mails a new link to an address that is not proved yet, if an account has it. Where more than one registration wanted
   * the account, confirming alone could put a stranger's password into effect: then the password is chosen anew.
   */
  async resend(address: EmailAddress): Promise<void> {
    const contested = await this.links.contested(address.key);
    const template = contested ? 'reset-password' : 'verify-email';
    return this.requests.send(address, template, (user) => !user.email_verified);
  }
}
