import { Injectable } from '@nestjs/common';
import type { Transaction } from 'kysely';
import type { AdminAct } from '../../access/admin-act.js';
import type { Schema } from '../../database/schema.js';
import type { UserRow } from '../../database/tables/users.js';
import type { DomainEvent } from '../../events/domain-event.js';
import { Outbox } from '../../events/outbox.js';
import { MailOutbox } from '../../mail/mail-outbox.js';

/** Puts what an admin did to an account on record, and tells its owner of what they should know. */
@Injectable()
export class ChangeRecord {
  constructor(
    private readonly outbox: Outbox,
    private readonly mail: MailOutbox,
  ) {}

  /** In the transaction of the change. */
  async append(
    transaction: Transaction<Schema>,
    user: UserRow,
    event: Pick<DomainEvent, 'type' | 'data'>,
    act: AdminAct,
    reason?: string,
  ): Promise<void> {
    await this.outbox.append(transaction, {
      ...event,
      // An override has a reason of its own, which stands.
      ...(reason === undefined ? {} : { data: { reason, ...event.data } }),
      outcome: 'ok',
      actor: { kind: 'admin', id: act.principal.account.id },
      tenant: user.id,
      target: { type: 'user', id: user.id },
      network: act.network,
      requestId: act.requestId,
    });
    if (event.type !== 'user.role_changed' || user.kind !== 'person') return;
    const data = { what: 'role_changed', subject: String(event.data?.['to']) } as const;
    await this.mail.append(transaction, { to: user, template: 'security-notice', data });
  }
}
