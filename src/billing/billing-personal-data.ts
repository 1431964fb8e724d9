import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database } from '../database/database.js';
import { fewRows } from '../users/privacy/pages.js';
import { PersonalData } from '../users/privacy/personal-data.js';

/** What billing holds of a person; its rows go with the account. */
@Injectable()
export class BillingPersonalData implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly data: PersonalData,
  ) {}

  onModuleInit(): void {
    this.data.add({ name: 'subscriptions', export: (userId) => this.subscriptions(userId) });
    this.data.add({ name: 'plan_grants', export: (userId) => fewRows(this.grants(userId)) });
  }

  private grants(userId: string) {
    return this.database.kysely
      .selectFrom('billing_grants')
      .select(['plan', 'granted_at'])
      .where('user_id', '=', userId);
  }

  private async *subscriptions(userId: string): AsyncGenerator {
    const rows = await this.database.kysely
      .selectFrom('billing_customers')
      .leftJoin('billing_subscriptions', 'billing_subscriptions.customer_id', 'billing_customers.id')
      .select([
        'billing_customers.id as customer',
        'billing_subscriptions.id as subscription',
        'billing_subscriptions.status',
        'billing_subscriptions.plan',
        'billing_subscriptions.failing_since',
        'billing_subscriptions.paid_at',
      ])
      .where('billing_customers.user_id', '=', userId)
      .execute();
    yield* rows;
  }
}
