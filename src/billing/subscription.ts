import type { InvoiceState, SubscriptionState } from './stripe-event.js';

/** A subscription as the events so far tell of it. Times are unix seconds, Stripe's. */
export interface Subscription {
  id: string;
  customer: string;
  status: string;
  previousStatus: string | null;
  /** Null until one of its prices is in the price table. */
  plan: string | null;
  /** As the newest event told them. */
  prices: readonly string[];
  statedAt: number;
  /** When payments failed since the last that did not, earliest first. */
  failures: readonly number[];
  paidAt: number | null;
}

/** Failures kept of a subscription; Stripe tries a payment some eight times. */
const FAILURES_LIMIT = 50;

/** Nothing follows these: Stripe revives no subscription. */
export const ended: readonly string[] = ['canceled', 'incomplete_expired'];
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
    prices: [],
    statedAt: 0,
    failures: [],
    paidAt: null,
  };
}

/**
 * The subscription after an event about it, or null when that tells nothing new. Stripe delivers in no order, and dates
 * events to the second. So: nothing follows an end, and an end overrides everything; an older event never overrides the
 * status of a newer; of two in the same second the one loses that is the other's past (it says that the subscription was
 * made, or its status is the one that the other changed from). That the customer began or ceased to owe is kept from
 * older events too, as failed and paid invoices are, so that the grace period is the same in any order.
 * @param plan what the event's prices are worth; null (none is known) keeps the plan that was.
 */
export function stated(
  known: Subscription,
  event: SubscriptionState & { created: number },
  plan: string | null,
): Subscription | null {
  const { created, status, previousStatus, customer } = event;
  if (ended.includes(known.status)) return null;
  const over = ended.includes(status);
  const paid = previousStatus !== null && owing.includes(previousStatus) && !owing.includes(status);
  const accounted = owing.includes(status) ? failed(known, created) : paid ? settled(known, created) : known;
  if (!over && overtaken(known, event)) return accounted === known ? null : accounted;
  return {
    ...accounted,
    customer,
    status,
    previousStatus,
    plan: plan ?? known.plan,
    prices: event.prices,
    statedAt: Math.max(created, known.statedAt),
    ...(over ? { failures: [] } : {}),
  };
}

/** The subscription after an invoice of it was paid or could not be, or null when that tells nothing new. */
export function invoiced(
  known: Subscription,
  { paid, created }: InvoiceState & { created: number },
): Subscription | null {
  if (ended.includes(known.status)) return null;
  const next = paid ? settled(known, created) : failed(known, created);
  return next === known ? null : next;
}

/** The first payment that failed since the last that did not: when the grace period began. */
export function failingSince({ failures }: Pick<Subscription, 'failures'>): number | null {
  return failures[0] ?? null;
}

/** @param at unix seconds. */
export function entitled(subscription: Subscription, graceSeconds: number, at: number): boolean {
  const since = failingSince(subscription);
  return paying.includes(subscription.status) && (since === null || at < since + graceSeconds);
}

function overtaken(known: Subscription, event: SubscriptionState & { created: number }): boolean {
  if (event.created !== known.statedAt) return event.created < known.statedAt;
  return event.first || (known.previousStatus === event.status && event.previousStatus !== known.status);
}

function failed(known: Subscription, at: number): Subscription {
  if ((known.paidAt !== null && at <= known.paidAt) || known.failures.includes(at)) return known;
  const failures = [...known.failures, at].sort((a, b) => a - b).slice(0, FAILURES_LIMIT);
  return { ...known, failures };
}

function settled(known: Subscription, at: number): Subscription {
  if (known.paidAt !== null && at <= known.paidAt) return known;
  return { ...known, paidAt: at, failures: known.failures.filter((failure) => failure > at) };
}
