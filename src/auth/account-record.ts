import { Injectable } from '@nestjs/common';
import type { Transaction } from 'kysely';
import type { Schema } from '../database/schema.js';
import type { UserRow } from '../database/tables/users.js';
import type { DomainEventType } from '../events/domain-event.js';
import { Outbox } from '../events/outbox.js';
import type { SecurityEvent } from '../mail/mail.js';
import { MailOutbox } from '../mail/mail-outbox.js';
import type { RequestOrigin } from './request-origin.js';

/** What owners do to their own accounts: kept in the record, and told to them by mail where they should know. */
@Injectable()
export class AccountRecord {
  constructor(
    private readonly outbox: Outbox,
    private readonly mail: MailOutbox,
  ) {}

  /**
   * @param user as the row was before the change: a notice goes to that address.
   * @param notice what the mail tells; absent: none is sent.
   */
  async append(
    transaction: Transaction<Schema>,
    user: UserRow,
    type: DomainEventType,
    { network, requestId, userAgent }: RequestOrigin,
    notice?: SecurityEvent,
  ): Promise<void> {
    await this.outbox.append(transaction, {
      type,
      outcome: 'ok',
      actor: { kind: 'user', id: user.id },
      tenant: user.id,
      target: { type: 'user', id: user.id },
      network,
      requestId,
    });
    if (notice === undefined) return;
    const data = { what: notice, network, device: userAgent };
    await this.mail.append(transaction, { to: user, template: 'security-notice', data });
  }
}
