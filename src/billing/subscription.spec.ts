import * as fc from 'fast-check';
import type { InvoiceState, SubscriptionState } from './stripe-event.js';
import { entitled, failingSince, invoiced, stated, type Subscription, unknownSubscription } from './subscription.js';

type Told = (SubscriptionState | InvoiceState) & { created: number };

const common = { customer: 'cus_1', subscription: 'sub_1' };
const state = (created: number, status: string, previousStatus: string | null = null, first = false): Told => ({
  ...common,
  kind: 'subscription',
  created,
  status,
  previousStatus,
  first,
  prices: [],
});
const invoice = (created: number, paid: boolean): Told => ({ ...common, kind: 'invoice', created, paid });

function after(events: readonly Told[]): Subscription {
  return events.reduce<Subscription>(
    (known, event) => {
      const next = event.kind === 'invoice' ? invoiced(known, event) : stated(known, event, 'pro');
      return next ?? known;
    },
    unknownSubscription('sub_1', 'cus_1'),
  );
}

/** What the rights depend on. */
const rights = (known: Subscription) => ({ status: known.status, plan: known.plan, since: failingSince(known) });

const histories: Record<string, Told[]> = {
  'a first payment': [state(1, 'incomplete', null, true), state(1, 'active', 'incomplete'), invoice(1, true)],
  'a failure': [state(1, 'active', null, true), invoice(5, false), state(5, 'past_due', 'active'), invoice(8, false)],
  'a failure mended': [
    state(1, 'active', null, true),
    invoice(5, false),
    state(5, 'past_due', 'active'),
    invoice(8, false),
    invoice(9, true),
    state(9, 'active', 'past_due'),
  ],
  'two failures': [
    state(1, 'active', null, true),
    invoice(5, false),
    invoice(6, true),
    invoice(20, false),
    state(20, 'past_due', 'active'),
    invoice(25, false),
  ],
  'an end': [state(1, 'active', null, true), invoice(5, false), state(5, 'past_due', 'active'), state(9, 'canceled')],
  'an end in the same second': [state(1, 'trialing', null, true), state(1, 'active', 'trialing'), state(1, 'canceled')],
};

describe('a subscription', () => {
  it.each(Object.entries(histories))('ends up the same in whatever order one hears of %s', (_, history) => {
    const inOrder = rights(after(history));
    fc.assert(
      fc.property(fc.shuffledSubarray(history, { minLength: history.length }), fc.array(fc.nat(9)), (heard, again) => {
        const repeated = again.map((index) => heard[index % heard.length] as Told);
        expect(rights(after([...heard, ...repeated]))).toEqual(inOrder);
      }),
    );
  });

  it('counts the grace period from the first failure since the last payment', () => {
    const failing = after(histories['two failures'] as Told[]);
    expect(failingSince(failing)).toBe(20);
    expect([entitled(failing, 10, 29), entitled(failing, 10, 30)]).toEqual([true, false]);
  });

  it('never was paid for before its first payment', () => {
    expect(entitled(after([state(1, 'incomplete', null, true)]), 10, 2)).toBe(false);
    expect(entitled(after([state(1, 'trialing', null, true)]), 10, 99)).toBe(true);
    expect(entitled(after([state(1, 'paused')]), 10, 2)).toBe(false);
  });

  it('keeps its plan when it moves to a price that nobody knows', () => {
    const known = after([state(1, 'active')]);
    const moved = stated(known, { ...(state(2, 'active') as SubscriptionState), created: 2 }, null);
    expect(moved).toMatchObject({ plan: 'pro', statedAt: 2 });
  });

  it('is not revived by what is dated later than its end', () => {
    expect(after([state(1, 'canceled'), state(7, 'active', 'past_due')]).status).toBe('canceled');
  });
});
