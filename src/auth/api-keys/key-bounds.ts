import { Injectable } from '@nestjs/common';
import { Configuration } from '../../config/configuration.js';
import type { UserRow } from '../../database/tables/users.js';
import { accountOfRow } from '../../users/account-of-row.js';
import { PlanBook } from '../../users/plans/plan-book.js';
import { expiryOf, ownLimitOf } from './key-wishes.js';

/** What settings and the owner's plan let a key have. */
@Injectable()
export class KeyBounds {
  constructor(
    private readonly configuration: Configuration,
    private readonly plans: PlanBook,
  ) {}

  /** Keys that an account may hold. */
  get mostKeys(): number {
    return this.configuration.settings.API_KEYS_PER_USER;
  }

  /** @throws Problem `validation_failed`. */
  expiry(wish: string | null | undefined): Date | null {
    return expiryOf(wish, this.configuration.settings.API_KEYS_WITHOUT_EXPIRY, Date.now());
  }

  /**
   * At most the plan's limit, or that of an override which holds; the behaviour multiplier comes and goes and is no bound.
   * @throws Problem `validation_failed`.
   */
  rateLimit(wish: number | null, owner: UserRow): number | null {
    const { plan, override } = accountOfRow(owner);
    const overridden = override !== null && override.limit > 0 && override.expiresAt > Date.now();
    return ownLimitOf(wish, overridden ? override.limit : this.plans.of(plan).requests.limit);
  }
}
