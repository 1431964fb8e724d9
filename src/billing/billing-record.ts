import { Injectable, Logger } from '@nestjs/common';
import type { Transaction } from 'kysely';
import type { Schema } from '../database/schema.js';
import type { DomainEvent } from '../events/domain-event.js';
import { Outbox } from '../events/outbox.js';
import type { StripeEvent } from './stripe-event.js';

/** Why an event changed nothing that it should have changed: somebody has to look. */
export type Ignored = 'unknown_price' | 'unknown_account' | 'customer_of_another_account';

/** What billing tells the record, within the transaction of the event. */
@Injectable()
export class BillingRecord {
  private readonly logger = new Logger(BillingRecord.name);

  constructor(private readonly outbox: Outbox) {}

  linked(store: Transaction<Schema>, event: StripeEvent, userId: string): Promise<void> {
    return this.append(store, event, 'billing.customer.linked', userId, {});
  }

  paymentFailed(store: Transaction<Schema>, event: StripeEvent, userId: string | null): Promise<void> {
    return this.append(store, event, 'billing.payment_failed', userId, {});
  }

  async ignored(store: Transaction<Schema>, event: StripeEvent, userId: string | null, cause: Ignored): Promise<void> {
    this.logger.warn(`${event.type} ${event.id} is ignored: ${cause}`);
    const prices = event.kind === 'subscription' ? { prices: event.prices.join(' ').slice(0, 500) } : {};
    await this.append(store, event, 'billing.event.ignored', userId, { cause, ...prices }, 'error');
  }

  private append(
    store: Transaction<Schema>,
    event: StripeEvent,
    type: DomainEvent['type'],
    userId: string | null,
    data: Record<string, string>,
    outcome: DomainEvent['outcome'] = 'ok',
  ): Promise<void> {
    const about = event.kind === 'checkout' ? {} : { subscription: event.subscription };
    return this.outbox.append(store, {
      type,
      outcome,
      actor: { kind: 'system', id: 'billing' },
      ...(userId === null ? {} : { tenant: userId }),
      target: { type: 'billing_customer', id: event.customer },
      data: { event: event.id, event_type: event.type, ...about, ...data },
    });
  }
}
