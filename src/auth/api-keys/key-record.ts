import { Injectable } from '@nestjs/common';
import type { Transaction } from 'kysely';
import type { Schema } from '../../database/schema.js';
import type { ApiKeyRow } from '../../database/tables/api-keys.js';
import type { UserRow } from '../../database/tables/users.js';
import type { DomainEvent } from '../../events/domain-event.js';
import { Outbox } from '../../events/outbox.js';
import { MailOutbox } from '../../mail/mail-outbox.js';

/** Who acts on whose keys, and in which request. */
export interface KeyAct {
  ownerId: string;
  actor: { kind: 'user' | 'admin'; id: string };
  network: string;
  requestId: string;
  userAgent: string | null;
  /** Why an admin does it. */
  reason?: string | undefined;
}

type KeyEvent = Extract<DomainEvent['type'], `key.${string}`>;

/** Tells the record and the owner's mailbox of what happens to keys, in the transaction in which it does. */
@Injectable()
export class KeyRecord {
  constructor(
    private readonly outbox: Outbox,
    private readonly mail: MailOutbox,
  ) {}

  async append(
    transaction: Transaction<Schema>,
    type: KeyEvent,
    key: Pick<ApiKeyRow, 'id' | 'name' | 'permissions' | 'expires_at' | 'rate_limit'>,
    { ownerId, actor, network, requestId, reason }: KeyAct,
  ): Promise<void> {
    await this.outbox.append(transaction, {
      type,
      outcome: 'ok',
      actor,
      tenant: ownerId,
      target: { type: 'api_key', id: key.id },
      network,
      requestId,
      data: {
        name: key.name,
        permissions: key.permissions.join(' '),
        expires_at: key.expires_at?.toISOString() ?? null,
        rate_limit: key.rate_limit,
        ...(reason === undefined ? {} : { reason }),
      },
    });
  }

  /** A service account has no mailbox. */
  async notify(
    transaction: Transaction<Schema>,
    what: 'new_api_key' | 'api_key_rotated',
    { name }: Pick<ApiKeyRow, 'name'>,
    owner: UserRow,
    { network, userAgent }: KeyAct,
  ): Promise<void> {
    if (owner.kind === 'service') return;
    await this.mail.append(transaction, {
      template: 'security-notice',
      to: owner,
      data: { what, subject: name, network, device: userAgent },
    });
  }
}
