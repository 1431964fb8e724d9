import { Injectable } from '@nestjs/common';
import type { Transaction } from 'kysely';
import type { Schema } from '../../database/schema.js';
import type { UserRow } from '../../database/tables/users.js';
import { Outbox } from '../../events/outbox.js';
import { type Act, actOf } from '../../events/act.js';
import type { EmailAddress } from '../../users/email-address.js';
import { LinkMails } from '../links/link-mails.js';
import { LinkRequests } from '../links/link-requests.js';
import type { RequestOrigin } from '../request-origin.js';

/** The first half of a reset: a link to the stored address, for who knows the password no more. */
@Injectable()
export class ForgottenPassword {
  constructor(
    private readonly requests: LinkRequests,
    private readonly mails: LinkMails,
    private readonly outbox: Outbox,
  ) {}

  /** Sends a link if an account has the address; whether one has is told to nobody, so this runs after the answer. */
  request(address: EmailAddress, { network, requestId }: RequestOrigin): Promise<void> {
    return this.requests.send(address, 'reset-password', async (user, transaction) => {
      if (!mayReset(user)) return false;
      await this.record(transaction, user, { actor: { kind: 'anonymous' }, network, requestId });
      return true;
    });
  }

  /**
   * Begins the reset in somebody's name: an admin may, and never chooses the password.
   * @param user with its row locked.
   * @returns null when the link was mailed; without mail the link, for the admin to hand over.
   */
  async begin(transaction: Transaction<Schema>, user: UserRow, by: Act): Promise<{ link: string | null }> {
    const link = await this.mails.deliver(transaction, user, 'reset-password');
    await this.record(transaction, user, by);
    return { link };
  }

  private record(transaction: Transaction<Schema>, { id }: UserRow, by: Act): Promise<void> {
    const target = { type: 'user', id };
    const event = { type: 'auth.password.reset_requested', outcome: 'ok', tenant: id, target } as const;
    return this.outbox.append(transaction, { ...event, ...actOf(by) });
  }
}

/** An account that has no password because it is entered in another way gets none by a link. */
export function mayReset({ status, kind, password_hash, email_pending }: UserRow): boolean {
  return status === 'active' && kind === 'person' && (password_hash !== null || email_pending);
}
