import { Injectable } from '@nestjs/common';
import type { Transaction } from 'kysely';
import type { AdminAct } from '../../access/admin-act.js';
import type { Schema } from '../../database/schema.js';
import { Outbox } from '../../events/outbox.js';
import { MailOutbox } from '../../mail/mail-outbox.js';
import type { NamedAppeal } from './appeal-store.js';

/** Puts the answer to an appeal on record, and writes to whoever made it. */
@Injectable()
export class AppealRecord {
  constructor(
    private readonly outbox: Outbox,
    private readonly mail: MailOutbox,
  ) {}

  async answered(
    transaction: Transaction<Schema>,
    appeal: NamedAppeal,
    { status, answer }: { status: 'accepted' | 'rejected'; answer: string },
    { principal, network, requestId }: AdminAct,
  ): Promise<void> {
    await this.outbox.append(transaction, {
      type: `appeal.${status}`,
      outcome: 'ok',
      actor: { kind: 'admin', id: principal.account.id },
      tenant: appeal.user_id,
      target: { type: 'appeal', id: appeal.id },
      network,
      requestId,
      data: { decision_id: appeal.decision_id, reason: answer },
    });
    await this.mail.append(transaction, {
      to: { id: appeal.user_id, email: appeal.email, name: appeal.name },
      template: 'appeal-answered',
      // A value stands on one line of a mail.
      data: { outcome: status, answer: answer.replace(/\s+/g, ' '), appeal_id: appeal.id },
    });
  }
}
