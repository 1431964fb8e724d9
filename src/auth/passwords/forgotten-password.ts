import { Injectable } from '@nestjs/common';
import type { Transaction } from 'kysely';
import { Database } from '../../database/database.js';
import type { Schema } from '../../database/schema.js';
import type { UserRow } from '../../database/tables/users.js';
import { Outbox } from '../../events/outbox.js';
import type { DomainEvent } from '../../events/domain-event.js';
import type { EmailAddress } from '../../users/email-address.js';
import { UserDirectory } from '../../users/user-directory.js';
import { LinkMails } from '../links/link-mails.js';
import type { RequestOrigin } from '../request-origin.js';

/** The first half of a reset: a link to the stored address, for who knows the password no more. */
@Injectable()
export class ForgottenPassword {
  constructor(
    private readonly database: Database,
    private readonly users: UserDirectory,
    private readonly mails: LinkMails,
    private readonly outbox: Outbox,
  ) {}

  /** Sends a link if an account has the address; whether one has is told to nobody, so this runs after the answer. */
  async request({ key }: EmailAddress, { network, requestId }: RequestOrigin): Promise<void> {
    const known = await this.users.byEmailKey(key);
    if (!known) return;
    await this.database.transaction(async (transaction) => {
      const user = await this.users.locked(transaction, known.id);
      if (user && mayReset(user))
        await this.begin(transaction, user, { actor: { kind: 'anonymous' }, network, requestId });
    });
  }

  /**
   * Begins the reset in somebody's name: an admin may, and never chooses the password.
   * @param user with its row locked.
   * @returns null when the link was mailed; without mail the link, for the admin to hand over.
   */
  async begin(
    transaction: Transaction<Schema>,
    user: UserRow,
    by: Pick<DomainEvent, 'actor' | 'network' | 'requestId'>,
  ): Promise<{ link: string | null }> {
    const link = await this.mails.deliver(transaction, user, 'reset-password');
    await this.outbox.append(transaction, {
      type: 'auth.password.reset_requested',
      outcome: 'ok',
      ...by,
      tenant: user.id,
      target: { type: 'user', id: user.id },
      data: { mailed: link === null },
    });
    return { link };
  }
}

/** An account that has no password because it is entered in another way gets none by a link. */
export function mayReset({ status, kind, password_hash, email_pending }: UserRow): boolean {
  return status === 'active' && kind === 'person' && (password_hash !== null || email_pending);
}
