import { z } from 'zod';

/** What an event says, as far as plans depend on it. Times are unix seconds, as Stripe dates its events. */
export type StripeEvent = { id: string; type: string; created: number } & (
  CheckoutDone | SubscriptionState | InvoiceState
);

/** A checkout that an account began: says who the customer is. */
interface CheckoutDone {
  kind: 'checkout';
  customer: string;
  /** `client_reference_id`: the account's id, if the page that began the checkout gave one. */
  reference: string | null;
}

export interface SubscriptionState {
  kind: 'subscription';
  customer: string;
  subscription: string;
  /** It was just made: no other event about it can be older. */
  first: boolean;
  status: string;
  /** The status before, where the event changed it. */
  previousStatus: string | null;
  prices: readonly string[];
}

export interface InvoiceState {
  kind: 'invoice';
  customer: string;
  subscription: string;
  paid: boolean;
}

/** Stripe's ids, types and states are plain words; nothing else is stored. */
const word = (longest: number) =>
  z
    .string()
    .max(longest)
    .regex(/^[\x21-\x7e]+$/, 'must be a word');
const id = word(255);
/** An object's id, or the object itself where it was expanded. */
const reference = z.union(
  [id, z.object({ id }).transform((object) => object.id)],
  'must be an id or an object with one',
);
const seconds = z.number().int().min(0).max(253_402_300_799);

const envelope = z.object({
  id,
  type: id,
  created: seconds,
  data: z.object({ object: z.unknown(), previous_attributes: z.unknown().optional() }),
});

const subscription = z.object({
  id,
  customer: reference,
  status: word(64),
  items: z.object({ data: z.array(z.object({ price: z.object({ id }) })).max(100) }),
});
const previous = z.object({ status: word(64).optional() }).nullish();

const invoice = z.object({
  customer: reference,
  subscription: reference.nullish(),
  /** Where newer versions of the API name the subscription. */
  parent: z.object({ subscription_details: z.object({ subscription: reference }).nullish() }).nullish(),
});

const checkout = z.object({
  mode: z.string().optional(),
  customer: reference.nullish(),
  client_reference_id: z.string().max(255).nullish(),
});

/**
 * Reads an event whose signature was verified.
 * @returns null for one that no plan depends on.
 * @throws ZodError when a kind of event that is known has a shape that is not.
 */
export function readStripeEvent(parsed: unknown): StripeEvent | null {
  const { id: eventId, type, created, data } = envelope.parse(parsed);
  const head = { id: eventId, type, created };
  const part = <T>(schema: z.ZodType<T>): T =>
    z.object({ data: z.object({ object: schema }) }).parse(parsed).data.object;
  switch (type) {
    case 'customer.subscription.created':
    case 'customer.subscription.updated':
    case 'customer.subscription.deleted': {
      const object = part(subscription);
      return {
        ...head,
        kind: 'subscription',
        customer: object.customer,
        subscription: object.id,
        first: type === 'customer.subscription.created',
        status: type === 'customer.subscription.deleted' ? 'canceled' : object.status,
        previousStatus: previous.parse(data.previous_attributes)?.status ?? null,
        prices: object.items.data.map(({ price }) => price.id),
      };
    }
    case 'invoice.paid':
    case 'invoice.payment_failed': {
      const object = part(invoice);
      const of = object.subscription ?? object.parent?.subscription_details?.subscription;
      if (of === undefined || of === null) return null;
      return { ...head, kind: 'invoice', customer: object.customer, subscription: of, paid: type === 'invoice.paid' };
    }
    case 'checkout.session.completed': {
      const object = part(checkout);
      if (object.customer === undefined || object.customer === null) return null;
      return { ...head, kind: 'checkout', customer: object.customer, reference: object.client_reference_id ?? null };
    }
    default:
      return null;
  }
}
