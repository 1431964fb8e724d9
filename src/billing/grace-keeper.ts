import { randomUUID } from 'node:crypto';
import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { BackgroundRedis } from '../redis/background-redis.js';
import { Lease } from '../redis/lease.js';
import { PeriodicWork } from '../schedule/periodic-work.js';
import { BillingLedger } from './billing-ledger.js';
import { BillingTransactions } from './billing-transactions.js';
import { PriceTable } from './price-table.js';
import { SubscriptionBilling } from './subscription-billing.js';

const LOOK_EVERY_MS = 5_000;
const FORGET_EVERY_MS = 3_600_000;
/** Subscriptions of one look; the next look takes the rest. */
const BATCH = 100;

/** Ends grace periods, on whichever instance holds the lease; done twice it does the same. */
@Injectable()
export class GraceKeeper implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(GraceKeeper.name);
  private readonly lapseLease: Lease;
  private readonly forgetLease: Lease;
  private readonly work = new PeriodicWork(
    LOOK_EVERY_MS,
    () => this.look(),
    (error) => this.logger.warn(`grace periods wait: ${error.message}`),
  );

  constructor(
    redis: BackgroundRedis,
    private readonly prices: PriceTable,
    private readonly ledger: BillingLedger,
    private readonly transactions: BillingTransactions,
    private readonly billing: SubscriptionBilling,
  ) {
    const holder = randomUUID();
    this.lapseLease = new Lease(redis, 'billing-grace', holder);
    this.forgetLease = new Lease(redis, 'billing-events', holder);
  }

  onApplicationBootstrap(): void {
    if (this.prices.enabled) this.work.start();
  }

  onApplicationShutdown(): Promise<void> {
    return this.work.stop();
  }

  /** Takes plans back whose grace period is over by the database's clock. */
  async lapse(): Promise<void> {
    for (const subscription of await this.ledger.lapsing(this.prices.graceSeconds, BATCH)) {
      await this.transactions.run((store) => this.billing.lapse(store, subscription));
    }
  }

  private async look(): Promise<void> {
    if (await this.lapseLease.take(LOOK_EVERY_MS - 1_000)) await this.lapse();
    if (await this.forgetLease.take(FORGET_EVERY_MS)) await this.ledger.forgetEvents();
  }
}
