import { Controller, Headers, HttpCode, Post, Req } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { ZodError } from 'zod';
import { Public } from '../access/route-access.js';
import { ApiRoute } from '../openapi/api-route.js';
import { Problem } from '../problem/problem.js';
import { BillingTransactions } from './billing-transactions.js';
import { PriceTable } from './price-table.js';
import { readStripeEvent, type StripeEvent } from './stripe-event.js';
import { SubscriptionBilling } from './subscription-billing.js';
import { WebhookSignature } from './webhook-signature.js';

/** The largest events are some 50 KB. */
const BODY_LIMIT = 256 * 1024;

/** Where Stripe tells of subscriptions and payments. Not there unless STRIPE_WEBHOOK_SECRET is set. */
@ApiTags('Billing')
@Controller('billing/webhooks')
@Public()
export class StripeWebhookController {
  constructor(
    private readonly prices: PriceTable,
    private readonly signature: WebhookSignature,
    private readonly transactions: BillingTransactions,
    private readonly billing: SubscriptionBilling,
  ) {}

  @Post('stripe')
  @HttpCode(200)
  @RouteConfig({ rawBody: true, bodyLimit: BODY_LIMIT })
  @ApiRoute({
    summary: 'Take an event from Stripe',
    description:
      'Signed by Stripe (`Stripe-Signature`). An event that was handled before, that a newer one has overtaken or that ' +
      'no plan depends on is answered alike. 404 unless billing is configured.',
    answers: { 200: { description: 'Taken: Stripe need not repeat it', example: { received: true } } },
    errors: [
      'not_found',
      'webhook_signature_invalid',
      'malformed_json',
      'validation_failed',
      'payload_too_large',
      'unsupported_media_type',
      'unavailable',
    ],
  })
  async receive(
    @Req() request: FastifyRequest,
    @Headers('stripe-signature') signature: string | undefined,
  ): Promise<{ received: true }> {
    if (!this.prices.enabled) throw new Problem('not_found');
    if (!Buffer.isBuffer(request.body)) throw new Problem('webhook_signature_invalid');
    const event = read(await this.signature.open(request.body, signature ?? '', Date.now()));
    if (event !== null) await this.transactions.run((store) => this.billing.apply(store, event));
    return { received: true };
  }
}

function read(parsed: unknown): StripeEvent | null {
  try {
    return readStripeEvent(parsed);
  } catch (error) {
    if (!(error instanceof ZodError)) throw error;
    const errors = error.issues.slice(0, 20).map(({ path, code, message }) => ({
      pointer: path.map((segment) => `/${String(segment)}`).join(''),
      code,
      message,
    }));
    throw new Problem('validation_failed', { errors });
  }
}
