import { Module } from '@nestjs/common';
import { BillingPersonalData } from './billing-personal-data.js';
import { BillingLedger } from './billing-ledger.js';
import { BillingRecord } from './billing-record.js';
import { BillingTransactions } from './billing-transactions.js';
import { GraceKeeper } from './grace-keeper.js';
import { PlanSettlement } from './plan-settlement.js';
import { PriceChanges } from './price-changes.js';
import { PriceTable } from './price-table.js';
import { StripeWebhookController } from './stripe-webhook.controller.js';
import { SubscriptionBilling } from './subscription-billing.js';
import { WebhookSignature } from './webhook-signature.js';

/** Plans that are paid for: Stripe's events in, plans of accounts out. */
@Module({
  controllers: [StripeWebhookController],
  providers: [
    BillingPersonalData,
    BillingLedger,
    BillingRecord,
    BillingTransactions,
    GraceKeeper,
    PlanSettlement,
    PriceChanges,
    PriceTable,
    SubscriptionBilling,
    WebhookSignature,
  ],
})
export class BillingModule {}
