import { Injectable } from '@nestjs/common';
import type { Transaction } from 'kysely';
import { uuidv7 } from 'uuidv7';
import type { Schema } from '../database/schema.js';
import type { DomainEvent } from './domain-event.js';

/**
 * Critical events: stored in the transaction of the change they describe, so that neither can exist without the other.
 * The activity consumer moves them into the audit log.
 */
@Injectable()
export class Outbox {
  async append(transaction: Transaction<Schema>, event: DomainEvent): Promise<void> {
    await transaction
      .insertInto('audit_outbox')
      .values({ id: uuidv7(), event: JSON.stringify(event), created_at: new Date() })
      .execute();
  }
}
