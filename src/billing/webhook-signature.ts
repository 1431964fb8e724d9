import { Injectable } from '@nestjs/common';
import type { Stripe } from 'stripe';
import { Configuration } from '../config/configuration.js';
import { Problem } from '../problem/problem.js';

/** How old a signature may be, seconds: what Stripe recommends, and what bounds a replay. */
const TOLERANCE_S = 300;

type Webhooks = Stripe['webhooks'];

/** Proves that an event comes from Stripe: HMAC-SHA-256 over the bytes as sent, by Stripe's own library. */
@Injectable()
export class WebhookSignature {
  private readonly secrets: readonly string[];
  private webhooks: Promise<Webhooks> | undefined;

  constructor({ settings }: Configuration) {
    this.secrets = settings.STRIPE_WEBHOOK_SECRET ?? [];
  }

  /**
   * The event in a signed body.
   * @param now unix ms.
   * @throws Problem `webhook_signature_invalid`, or `malformed_json` for a signed body that is none.
   */
  async open(body: Buffer, header: string, now: number): Promise<unknown> {
    // Loaded with the first event: it costs 20 MB, which nobody without billing should pay.
    const webhooks = await (this.webhooks ??= load());
    const { signature } = webhooks;
    if (
      !this.secrets.some((secret) =>
        proves(() => signature?.verifyHeader(body, header, secret, TOLERANCE_S, undefined, now)),
      )
    ) {
      throw new Problem('webhook_signature_invalid');
    }
    try {
      return JSON.parse(body.toString('utf8')) as unknown;
    } catch (error) {
      throw new Problem('malformed_json', { cause: error });
    }
  }
}

async function load(): Promise<Webhooks> {
  const { default: Stripe } = await import('stripe');
  return Stripe.webhooks;
}

function proves(verify: () => boolean | undefined): boolean {
  try {
    return verify() === true;
  } catch {
    return false;
  }
}
