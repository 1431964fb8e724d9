import { createHmac, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Answer, api, type Api, loginAdmin, register, type SignedIn } from '../../support/api.js';
import { describeOnce } from '../../support/independent.js';
import { until } from '../../support/poll.js';
import { type Service, sharedStores, startService } from '../../support/service.js';

const SECRET = 'whsec_the-one-that-signs-now';
const NEXT_SECRET = 'whsec_the-one-that-comes-next';
const GRACE_S = 3;
const PATH = '/billing/webhooks/stripe';

const newId = (kind: string) => `${kind}_${randomBytes(8).toString('hex')}`;
const nowSeconds = () => Math.floor(Date.now() / 1000);

interface Sent {
  secret?: string;
  /** Unix seconds of the signature. */
  at?: number;
  headers?: Record<string, string>;
}

describeOnce('billing on two instances', () => {
  let services: [Service, Service];
  let clients: [Api, Api];
  let admin: SignedIn;
  let folder: string;
  let settings: Record<string, string>;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'pitamah-billing-'));
    const file = join(folder, 'billing.yaml');
    writeFileSync(file, `grace: ${GRACE_S}s\nprices:\n  price_pro: pro\n  price_enterprise: enterprise\n`);
    settings = {
      ...(await sharedStores()),
      STRIPE_WEBHOOK_SECRET: `${SECRET}, ${NEXT_SECRET}`,
      BILLING_FILE: file,
    };
    services = await Promise.all([startService(settings), startService(settings)]);
    clients = services.map(api) as [Api, Api];
    admin = await loginAdmin(clients[0]);
  });
  afterAll(async () => {
    await Promise.all(services.map((service) => service.stop()));
    rmSync(folder, { recursive: true, force: true });
  });

  /** The body as the bytes that were signed. */
  async function sendText(text: string, { secret = SECRET, at = nowSeconds(), headers = {} }: Sent = {}, instance = 0) {
    const signature = createHmac('sha256', secret).update(`${at}.${text}`).digest('hex');
    const response = await fetch(`${services[instance]?.url}${PATH}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'stripe-signature': `t=${at},v1=${signature}`, ...headers },
      body: text,
    });
    return { status: response.status, body: (await response.json()) as Answer['body'] };
  }

  const event = (type: string, object: object, more: { created?: number; previous?: object } = {}) => ({
    id: newId('evt'),
    object: 'event',
    type,
    created: more.created ?? nowSeconds(),
    data: { object, ...(more.previous === undefined ? {} : { previous_attributes: more.previous }) },
  });
  async function send(told: object, instance = 0): Promise<void> {
    expect(await sendText(JSON.stringify(told), {}, instance)).toEqual({ status: 200, body: { received: true } });
  }
  const checkout = (customer: string, reference: string) =>
    event('checkout.session.completed', { mode: 'subscription', customer, client_reference_id: reference });
  const subscription = (customer: string, id: string, price: string, status = 'active') => ({
    id,
    customer,
    status,
    items: { data: [{ price: { id: price } }] },
  });
  const plan = async (user: SignedIn, instance = 1) =>
    (await (clients[instance] as Api).get('/users/me', { token: user.token })).body.plan as string;
  const recorded = async (user: SignedIn, type: string) =>
    (await clients[0].get(`/admin/users/${user.id}/activity?type=${type}`, { token: admin.token })).body.items;

  let user: SignedIn;
  let customer: string;
  let bought: string;
  const newCustomer = () => {
    customer = newId('cus');
    bought = newId('sub');
  };
  const subscribe = async (price = 'price_pro') => {
    await send(checkout(customer, user.id));
    await send(event('customer.subscription.created', subscription(customer, bought, price)));
  };

  describe('of an account', () => {
    beforeEach(async () => {
      newCustomer();
      user = await register(clients[0]);
    });

    it('gives the plan that is paid for, changes it, and takes it back', async () => {
      await subscribe();
      // Told on one instance, it holds from the next request on the other.
      expect(await plan(user)).toBe('pro');
      const limits = await clients[1].get('/users/me/limits', { token: user.token });
      expect(limits.body.base_limit).toBe(100);
      await send(event('customer.subscription.updated', subscription(customer, bought, 'price_enterprise')), 1);
      expect(await plan(user, 0)).toBe('enterprise');
      await send(
        event('customer.subscription.deleted', subscription(customer, bought, 'price_enterprise', 'canceled')),
      );
      expect(await plan(user)).toBe('free');

      const changes = await until('the changes are recorded', async () => {
        const items = await recorded(user, 'user.plan_changed');
        return items.length === 3 && items;
      });
      expect(changes.map(({ data }: { data: object }) => data)).toMatchObject([
        { from: 'enterprise', to: 'free', reason: expect.stringMatching(/^customer\.subscription\.deleted evt_/) },
        { from: 'pro', to: 'enterprise' },
        { from: 'free', to: 'pro' },
      ]);
      expect(changes[0].actor.kind).toBe('system');
      expect(await recorded(user, 'billing.customer.linked')).toHaveLength(1);
    });

    it('is repeated twenty times at once on two instances and changes one thing once', async () => {
      await send(checkout(customer, user.id));
      const told = JSON.stringify(event('customer.subscription.created', subscription(customer, bought, 'price_pro')));
      const answers = await Promise.all(Array.from({ length: 20 }, (_, i) => sendText(told, {}, i % 2)));
      expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 200));
      expect(await plan(user)).toBe('pro');
      await send(event('customer.subscription.deleted', subscription(customer, bought, 'price_pro', 'canceled')));
      // Repeated once more, after the end: it was handled, and it is older.
      await sendText(told);
      expect(await plan(user)).toBe('free');
      await until('the changes are recorded', async () => (await recorded(user, 'user.plan_changed')).length === 2);
    });

    it('hears of a subscription before it knows whose it is, and of the newest state before older ones', async () => {
      const at = nowSeconds();
      const enterprise = subscription(customer, bought, 'price_enterprise');
      await send(event('customer.subscription.updated', enterprise, { created: at }));
      await send(
        event('customer.subscription.updated', subscription(customer, bought, 'price_pro'), { created: at - 5 }),
      );
      await send(
        event('customer.subscription.created', subscription(customer, bought, 'price_pro', 'incomplete'), {
          created: at,
        }),
      );
      expect(await plan(user)).toBe('free');
      await send(checkout(customer, user.id));
      expect(await plan(user)).toBe('enterprise');
    });

    it('keeps the plan for the grace period after a failed payment, then takes it back until the customer pays', async () => {
      await subscribe();
      const invoice = { customer, subscription: bought };
      const failedAt = nowSeconds();
      await send(event('invoice.payment_failed', invoice, { created: failedAt }));
      const owing = event('customer.subscription.updated', subscription(customer, bought, 'price_pro', 'past_due'), {
        created: failedAt,
        previous: { status: 'active' },
      });
      await send(owing);
      expect(await plan(user)).toBe('pro');
      await until('the grace period is over', async () => (await plan(user)) === 'free', 30_000);
      expect(nowSeconds()).toBeGreaterThanOrEqual(failedAt + GRACE_S);
      const [change] = await until('it is recorded', async () => {
        const items = await recorded(user, 'user.plan_changed');
        return items.length === 2 && items;
      });
      expect(change.data.reason).toBe(`grace period of ${bought} is over`);

      await send(event('invoice.paid', invoice, { created: nowSeconds() }));
      expect(await plan(user)).toBe('pro');
      // The failure once more, late and under another id: it lies before the payment.
      await send(event('invoice.payment_failed', invoice, { created: failedAt }));
      expect(await plan(user)).toBe('pro');
      expect(await recorded(user, 'billing.payment_failed')).toHaveLength(1);
    }, 60_000);

    it('ignores a price that is in no table, and tells the record', async () => {
      await subscribe('price_of_something_else');
      expect(await plan(user)).toBe('free');
      const [ignored] = await until('it is recorded', async () => {
        const items = await recorded(user, 'billing.event.ignored');
        return items.length > 0 && items;
      });
      expect(ignored.data).toMatchObject({ cause: 'unknown_price', prices: 'price_of_something_else' });
    });

    it('gives the plan of a price that came into the table later, at the next start', async () => {
      await subscribe('price_later');
      expect(await plan(user)).toBe('free');
      const file = join(folder, 'later.yaml');
      writeFileSync(file, `grace: ${GRACE_S}s\nprices:\n  price_pro: pro\n  price_later: enterprise\n`);
      const restarted = await startService({ ...settings, BILLING_FILE: file });
      await until('the plan is there', async () => (await plan(user)) === 'enterprise');
      await restarted.stop();
      expect(await plan(user, 0)).toBe('enterprise');
    }, 60_000);

    it('leaves alone what an admin decided since, and a customer who belongs to somebody else', async () => {
      await subscribe();
      const other = await register(clients[0]);
      await send(checkout(customer, other.id));
      expect(await plan(other)).toBe('free');
      await send(checkout(customer, 'nobody'));
      const body = { plan: 'enterprise', reason: 'a partner' };
      expect((await clients[0].patch(`/admin/users/${user.id}`, { token: admin.token, body })).status).toBe(200);
      await send(event('customer.subscription.deleted', subscription(customer, bought, 'price_pro', 'canceled')));
      expect(await plan(user)).toBe('enterprise');
    });

    it('goes with the account', async () => {
      await subscribe();
      const answer = await clients[0].delete('/users/me', { token: user.token });
      expect(answer.status).toBe(204);
      await send(event('customer.subscription.deleted', subscription(customer, bought, 'price_pro', 'canceled')));
      await send(checkout(customer, user.id));
    });
  });

  describe('from anybody', () => {
    beforeAll(async () => {
      user = await register(clients[0]);
    });
    beforeEach(newCustomer);

    it('takes either secret while one replaces the other, and no other', async () => {
      const told = JSON.stringify(event('customer.created', { id: customer }));
      expect((await sendText(told, { secret: NEXT_SECRET })).status).toBe(200);
      const refused = await sendText(told, { secret: 'whsec_of-somebody-else' });
      expect([refused.status, refused.body.code]).toEqual([400, 'webhook_signature_invalid']);
    });

    it.each<[string, Sent, number, string]>([
      ['no signature', { headers: { 'stripe-signature': '' } }, 400, 'webhook_signature_invalid'],
      ['nonsense for a signature', { headers: { 'stripe-signature': 't=x,v1=,v1' } }, 400, 'webhook_signature_invalid'],
      ['an old signature', { at: nowSeconds() - 400 }, 400, 'webhook_signature_invalid'],
      ['another type', { headers: { 'content-type': 'text/plain' } }, 415, 'unsupported_media_type'],
    ])('refuses %s', async (_, sent, status, code) => {
      await send(checkout(customer, user.id));
      const told = event('customer.subscription.created', subscription(customer, bought, 'price_pro'));
      const answer = await sendText(JSON.stringify(told), sent);
      expect([answer.status, answer.body.code]).toEqual([status, code]);
      expect(await plan(user)).toBe('free');
    });

    it.each<[string, string, number, string]>([
      ['a huge body', JSON.stringify({ padding: 'x'.repeat(300_000) }), 413, 'payload_too_large'],
      ['an empty body', '', 400, 'malformed_json'],
      ['what is no JSON', '{"id": ', 400, 'malformed_json'],
      ['what is no event', '[1, 2]', 400, 'validation_failed'],
      ['deep nesting', `{"id":"evt_1","x":${'['.repeat(50_000)}${']'.repeat(50_000)}}`, 400, 'validation_failed'],
      [
        'an event without what it is about',
        '{"id":"evt_1","type":"customer.subscription.updated","created":1,"data":{"object":{}}}',
        400,
        'validation_failed',
      ],
    ])('refuses %s, well signed', async (_, text, status, code) => {
      const answer = await sendText(text);
      expect([answer.status, answer.body.code]).toEqual([status, code]);
    });

    it('notices one byte that was changed on the way', async () => {
      const told = JSON.stringify(checkout(customer, user.id));
      const at = nowSeconds();
      const signature = createHmac('sha256', SECRET).update(`${at}.${told}`).digest('hex');
      const headers = { 'stripe-signature': `t=${at},v1=${signature}` };
      const answer = await sendText(`${told} `, { headers });
      expect([answer.status, answer.body.code]).toEqual([400, 'webhook_signature_invalid']);
    });
  });
});
