import { Injectable } from '@nestjs/common';
import type { Transaction } from 'kysely';
import type { Schema } from '../../database/schema.js';
import type { DeviceRequestRow } from '../../database/tables/device-requests.js';
import { Outbox } from '../../events/outbox.js';
import { MailOutbox } from '../../mail/mail-outbox.js';
import type { RequestOrigin } from '../request-origin.js';

/** Tells of what was decided about a device: the record, and by mail whoever let one in. */
@Injectable()
export class DeviceRecord {
  constructor(
    private readonly outbox: Outbox,
    private readonly mail: MailOutbox,
  ) {}

  async decided(
    transaction: Transaction<Schema>,
    { client_name, network }: DeviceRequestRow,
    userId: string,
    approved: boolean,
    origin: RequestOrigin,
  ): Promise<void> {
    await this.outbox.append(transaction, {
      type: approved ? 'auth.device.approved' : 'auth.device.denied',
      outcome: 'ok',
      actor: { kind: 'user', id: userId },
      tenant: userId,
      target: { type: 'user', id: userId },
      network: origin.network,
      requestId: origin.requestId,
      data: { device: client_name },
    });
    if (!approved) return;
    // The stored address: that of the caller's token is the one of the day it was signed.
    const user = await transaction
      .selectFrom('users')
      .select(['id', 'email', 'name'])
      .where('id', '=', userId)
      .executeTakeFirstOrThrow();
    await this.mail.append(transaction, {
      template: 'security-notice',
      to: user,
      data: { what: 'device_approved', network, subject: client_name ?? 'a device' },
    });
  }
}
