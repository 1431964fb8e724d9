import { Injectable } from '@nestjs/common';
import type { Transaction } from 'kysely';
import type { Schema } from '../../database/schema.js';
import type { UserRow } from '../../database/tables/users.js';
import type { DomainEvent } from '../../events/domain-event.js';
import { EventBus } from '../../events/event-bus.js';
import { Outbox } from '../../events/outbox.js';
import { MailOutbox } from '../../mail/mail-outbox.js';
import type { RequestOrigin } from '../request-origin.js';

const changes = {
  mfa_enabled: 'auth.mfa.enabled',
  mfa_disabled: 'auth.mfa.disabled',
  mfa_reset: 'auth.mfa.reset',
  recovery_code_used: 'auth.mfa.recovery_code_used',
  recovery_codes_renewed: 'auth.mfa.recovery_codes_renewed',
} as const;

export type FactorChange = keyof typeof changes;

/** Who made a change, where it is not the account itself, and why. */
export interface ActOfAdmin {
  adminId: string;
  reason: string | null;
}

/** Tells what happened to second factors: to the record and, by mail, to their owner; both in the change's transaction. */
@Injectable()
export class FactorRecord {
  constructor(
    private readonly outbox: Outbox,
    private readonly mail: MailOutbox,
    private readonly events: EventBus,
  ) {}

  async changed(
    transaction: Transaction<Schema>,
    user: UserRow,
    change: FactorChange,
    origin: RequestOrigin,
    admin?: ActOfAdmin,
  ): Promise<void> {
    const event: DomainEvent = {
      type: changes[change],
      outcome: 'ok',
      actor: admin ? { kind: 'admin', id: admin.adminId } : { kind: 'user', id: user.id },
      tenant: user.id,
      target: { type: 'user', id: user.id },
      network: origin.network,
      requestId: origin.requestId,
      ...(admin ? { data: { reason: admin.reason } } : {}),
    };
    await this.outbox.append(transaction, event);
    // Where an admin acted, the owner learns what happened, and nothing of the admin's place.
    const where = admin ? {} : { network: origin.network, device: origin.userAgent };
    await this.mail.append(transaction, {
      template: 'security-notice',
      to: user,
      data: { what: change, ...where },
    });
  }

  /** A wrong code after a right password: somebody may know the password. */
  failed(user: UserRow, origin: RequestOrigin): void {
    this.events.emit({
      type: 'auth.login.failure',
      outcome: 'denied',
      actor: { kind: 'anonymous' },
      tenant: user.id,
      target: { type: 'user', id: user.id },
      network: origin.network,
      requestId: origin.requestId,
      data: { reason: 'mfa_invalid' },
    });
  }
}
