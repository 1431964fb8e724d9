import { Injectable } from '@nestjs/common';
import type { Transaction } from 'kysely';
import type { Schema } from '../../database/schema.js';
import type { UserRow } from '../../database/tables/users.js';
import { type Act, actOf } from '../../events/act.js';
import { Outbox } from '../../events/outbox.js';
import { LinkMails } from '../links/link-mails.js';

/**
 * Opens an account that an admin has made to whoever reads its mail: an admin never chooses a password, the link does
 * (auth/invitation/accept).
 */
@Injectable()
export class Invitations {
  constructor(
    private readonly mails: LinkMails,
    private readonly outbox: Outbox,
  ) {}

  /**
   * @param user without a password and with `email_pending`, its row locked or new; invited again, the earlier link is
   * void.
   * @returns null when the link was mailed; without mail the link itself, for the admin to hand over: shown once, and
   * never logged.
   */
  async invite(transaction: Transaction<Schema>, user: UserRow, by: Act): Promise<{ link: string | null }> {
    const link = await this.mails.deliver(transaction, user, 'invitation');
    await this.outbox.append(transaction, {
      type: 'user.invited',
      outcome: 'ok',
      ...actOf(by, { mailed: link === null }),
      tenant: user.id,
      target: { type: 'user', id: user.id },
    });
    return { link };
  }
}
