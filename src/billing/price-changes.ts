import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { BillingLedger } from './billing-ledger.js';
import { BillingTransactions } from './billing-transactions.js';
import { PriceTable } from './price-table.js';
import { SubscriptionBilling } from './subscription-billing.js';

const PAGE = 500;

/**
 * What the price table says now, at each start, of subscriptions that were bought before: one whose price was missing then
 * gets its plan without waiting for its next event. Every instance looks; whoever is second finds it done.
 */
@Injectable()
export class PriceChanges implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(PriceChanges.name);
  private work: Promise<void> = Promise.resolve();
  private stopped = false;

  constructor(
    private readonly prices: PriceTable,
    private readonly ledger: BillingLedger,
    private readonly transactions: BillingTransactions,
    private readonly billing: SubscriptionBilling,
  ) {}

  onApplicationBootstrap(): void {
    if (!this.prices.enabled) return;
    this.work = this.apply().catch((error: unknown) => {
      this.logger.warn(`subscriptions keep the plans that they had: ${(error as Error).message}`);
    });
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopped = true;
    await this.work;
  }

  private async apply(): Promise<void> {
    for (let after = ''; !this.stopped;) {
      const page = await this.ledger.goingOn(after, PAGE);
      for (const subscription of page) {
        const plan = this.prices.planOf(subscription.prices);
        if (plan === null || plan === subscription.plan || this.stopped) continue;
        await this.transactions.run((store) => this.billing.reprice(store, subscription));
      }
      const last = page.at(-1);
      if (last === undefined) return;
      after = last.id;
    }
  }
}
