import type { InvoiceState, SubscriptionState } from './stripe-event.js';

/** A subscription as the newest events told of it. Times are unix seconds, Stripe's. */
export interface Subscription {
  id: string;
  customer: string;
  status: string;
  previousStatus: string | null;
  /** Null until one of its prices is in the price table. */
  plan: string | null;
  statedAt: number;
  failingSince: number | null;
  paidAt: number | null;
}

/** Nothing follows these: Stripe revives no subscription. */
const ended: readonly string[] = ['canceled', 'incomplete_expired'];
/** The customer owes; until the grace period is over the plan stays. */
const owing: readonly string[] = ['past_due', 'unpaid'];
const paying: readonly string[] = ['active', 'trialing', ...owing];

/** A subscription of which only an invoice is known yet; whatever is stated about it is newer. */
export function unknownSubscription(id: string, customer: string): Subscription {
  return {
    id,
    customer,
    status: 'incomplete',
    previousStatus: null,
    plan: null,
    statedAt: 0,
    failingSince: null,
    paidAt: null,
  };
}

/**
 * The subscription after an event about it, or null when the event is overtaken by what is known. Stripe delivers in no
 * order, and dates events to the second. So: nothing follows an end, and an end overrides everything; an older event
 * never overrides a newer; of two in the same second the one loses that is the other's past (it says that the
 * subscription was made, or its status is the one that the other changed from).
 * @param plan what the event's prices are worth; null (none is known) keeps the plan that was.
 */
export function stated(
  known: Subscription,
  event: SubscriptionState & { created: number },
  plan: string | null,
): Subscription | null {
  if (ended.includes(known.status)) return null;
  if (!ended.includes(event.status) && overtaken(known, event)) return null;
  return {
    ...known,
    customer: event.customer,
    status: event.status,
    previousStatus: event.previousStatus,
    plan: plan ?? known.plan,
    statedAt: Math.max(event.created, known.statedAt),
    failingSince: failingAfter(known, event),
  };
}

/** The subscription after an invoice of it was paid or could not be, or null when the event is overtaken. */
export function invoiced(
  known: Subscription,
  { paid, created }: InvoiceState & { created: number },
): Subscription | null {
  const { failingSince, paidAt } = known;
  if (paid) {
    if (paidAt !== null && paidAt >= created) return null;
    return {
      ...known,
      paidAt: created,
      failingSince: failingSince !== null && failingSince > created ? failingSince : null,
    };
  }
  if (paidAt !== null && created <= paidAt) return null;
  if (failingSince !== null && failingSince <= created) return null;
  return { ...known, failingSince: created };
}

/** @param at unix seconds. */
export function entitled({ status, failingSince }: Subscription, graceSeconds: number, at: number): boolean {
  return paying.includes(status) && (failingSince === null || at < failingSince + graceSeconds);
}

function overtaken(known: Subscription, event: SubscriptionState & { created: number }): boolean {
  if (event.created !== known.statedAt) return event.created < known.statedAt;
  return event.first || (known.previousStatus === event.status && event.previousStatus !== known.status);
}

/** Owing begins the grace period if no failed payment did; ceasing to owe ends it if no paid invoice did. */
function failingAfter(
  known: Subscription,
  { status, created }: SubscriptionState & { created: number },
): number | null {
  if (owing.includes(status)) {
    return known.failingSince ?? (known.paidAt !== null && known.paidAt >= created ? null : created);
  }
  return owing.includes(known.status) ? null : known.failingSince;
}
