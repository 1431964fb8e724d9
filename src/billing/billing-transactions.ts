import { Injectable } from '@nestjs/common';
import type { Transaction } from 'kysely';
import { Database } from '../database/database.js';
import type { Schema } from '../database/schema.js';
import type { UserRow } from '../database/tables/users.js';
import { PlanChanges } from '../users/administration/plan-changes.js';

/** Runs what may change an account's plan, and tells Redis before anything else happens. */
@Injectable()
export class BillingTransactions {
  constructor(
    private readonly database: Database,
    private readonly changes: PlanChanges,
  ) {}

  /** @param work returns the account whose plan it changed, or null. */
  async run(work: (store: Transaction<Schema>) => Promise<UserRow | null>): Promise<void> {
    const changed = await this.database.transaction(work);
    if (changed !== null) await this.changes.published(changed);
  }
}
