import { ZodError } from 'zod';
import { readStripeEvent } from './stripe-event.js';

const event = (type: string, object: unknown, previous_attributes?: unknown) => ({
  id: 'evt_1',
  object: 'event',
  type,
  created: 100,
  livemode: false,
  data: { object, previous_attributes },
});
const subscription = {
  id: 'sub_1',
  customer: 'cus_1',
  status: 'active',
  items: { data: [{ id: 'si_1', price: { id: 'price_1', unit_amount: 5 } }] },
};

describe('readStripeEvent', () => {
  it('reads a subscription, with what the update changed', () => {
    const read = readStripeEvent(event('customer.subscription.updated', subscription, { status: 'past_due' }));
    expect(read).toEqual({
      id: 'evt_1',
      type: 'customer.subscription.updated',
      created: 100,
      kind: 'subscription',
      customer: 'cus_1',
      subscription: 'sub_1',
      first: false,
      status: 'active',
      previousStatus: 'past_due',
      prices: ['price_1'],
    });
  });

  it('takes a deleted subscription for an ended one, whatever its status says', () => {
    expect(readStripeEvent(event('customer.subscription.deleted', subscription))).toMatchObject({ status: 'canceled' });
  });

  it.each([
    ['as older versions of the API name it', { customer: 'cus_1', subscription: 'sub_1' }],
    ['as newer ones do', { customer: 'cus_1', parent: { subscription_details: { subscription: 'sub_1' } } }],
    ['expanded', { customer: { id: 'cus_1', name: 'Ada' }, subscription: { id: 'sub_1', status: 'active' } }],
  ])('finds the subscription of an invoice %s', (_, object) => {
    const read = readStripeEvent(event('invoice.payment_failed', object));
    expect(read).toMatchObject({ kind: 'invoice', customer: 'cus_1', subscription: 'sub_1', paid: false });
  });

  it.each([
    event('invoice.paid', { customer: 'cus_1', subscription: null }),
    event('checkout.session.completed', { mode: 'payment', customer: null, client_reference_id: null }),
    event('customer.created', { id: 'cus_1' }),
    event('charge.refunded', null),
  ])('has no use for %j', (other) => {
    expect(readStripeEvent(other)).toBeNull();
  });

  it.each([
    null,
    [],
    'evt_1',
    {},
    { ...event('customer.created', {}), created: 'now' },
    event('customer.subscription.updated', { ...subscription, items: undefined }),
    event('customer.subscription.updated', { ...subscription, customer: 5 }),
    event('invoice.paid', { subscription: 'sub_1' }),
    event('checkout.session.completed', 'cs_1'),
    event('customer.subscription.updated', { ...subscription, id: 'sub_\0' }),
    event('customer.subscription.updated', subscription, { status: '\ud800' }),
    { ...event('invoice.paid', { customer: 'cus_1', subscription: 'sub_1' }), id: 'evt 1' },
  ])('refuses %j', (bad) => {
    expect(() => readStripeEvent(bad)).toThrow(ZodError);
  });
});
