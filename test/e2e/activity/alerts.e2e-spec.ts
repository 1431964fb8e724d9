import { api, type Api, loginAdmin, register, type SignedIn } from '../../support/api.js';
import { until } from '../../support/poll.js';
import { openEvents } from '../../support/server-sent-events.js';
import { type Service, sharedStores, startService } from '../../support/service.js';
import { signedBy, startWebhookReceiver, type WebhookReceiver } from '../../support/webhook-receiver.js';

const settings = {
  BASE_URL: 'https://code.example.org',
  ALERT_GROUP_WAIT: '0',
  ALERT_HEARTBEAT: '0',
  ALERT_ALLOWED_NETWORKS: '127.0.0.1',
};

/** On servers two instances, on the embedded stores, which cannot be shared, one. */
describe('alerts', () => {
  let receiver: WebhookReceiver;
  let services: Service[];
  let here: Api;
  let there: Api;
  let admin: SignedIn;
  let user: SignedIn;

  beforeAll(async () => {
    receiver = await startWebhookReceiver();
    if (process.env['STORES'] === 'servers') {
      const all = { ...settings, ...(await sharedStores()) };
      services = await Promise.all([startService(all), startService(all)]);
    } else services = [await startService(settings)];
    here = api(services[0] as Service);
    there = api(services.at(-1) as Service);
    [admin, user] = [await loginAdmin(here), await register(here)];
  });
  afterAll(async () => {
    await Promise.all(services.map((service) => service.stop()));
  });

  const as = (body?: object) => ({ token: admin.token, ...(body === undefined ? {} : { body }) });
  const add = async (body: object) => (await here.post('/admin/webhooks', as(body))).body;
  const alerts = async (query = '') => (await there.get(`/admin/alerts${query}`, as())).body.items;

  it('reach a webhook once when somebody calls too fast, signed, whole, and within seconds', async () => {
    const hook = await add({ name: 'first', url: `${receiver.url}/first`, scenarios: ['rapid-fire'] });
    await here.patch('/users/me', { token: user.token, body: { name: 'Ada <!channel>' } });
    for (let call = 0; call < 30; call += 1) await (call % 2 ? here : there).get('/users/me', { token: user.token });
    const message = await receiver.request('/first');
    expect(signedBy(message, hook.secret)).toBe(0);
    const [alert] = message.body.data.alerts;
    expect(alert).toMatchObject({
      scenario: 'rapid-fire',
      status: 'firing',
      subject: { kind: 'user', id: user.id, name: 'Ada <!channel>' },
      url: `${settings.BASE_URL}/admin/ui/alerts/${alert.id}`,
    });
    expect(alert.count).toBeGreaterThan(20);
    const log = await until('it is delivered', async () => {
      const { items } = (await there.get(`/admin/webhooks/${hook.id}/deliveries?state=delivered`, as())).body;
      return items.length > 0 ? items : undefined;
    });
    expect(log).toMatchObject([{ kind: 'group', attempts: 1, alerts: [alert.id], log: [{ status: 204 }] }]);
    expect(receiver.at('/first')).toHaveLength(1);
    expect(await alerts('?scenario=rapid-fire')).toMatchObject([
      { id: alert.id, user: { id: user.id }, state: 'open' },
    ]);
    const metrics = (await here.get('/metrics')).body;
    expect(metrics).toMatch(/codepitamah_alerts_open\{severity="\w+",scenario="rapid-fire"\} 1/);
    const all = (await Promise.all(services.map((service) => api(service).get('/metrics')))).map(({ body }) => body);
    expect(all.join('\n')).toMatch(/codepitamah_alert_deliveries_total\{channel="first",result="delivered"\} 1/);
    expect((await here.get('/health/ready')).body.checks.alerts).toMatchObject({ state: 'ok', dead: 0 });
  });

  it('are taken on, resolved and judged by admins, which everybody who watches sees, and the record keeps', async () => {
    const [{ id }] = await alerts('?scenario=rapid-fire');
    const stream = await openEvents(`${(services.at(-1) as Service).url}/admin/alerts/stream`, admin.token);
    expect([stream.status, stream.contentType]).toEqual([200, 'text/event-stream; charset=utf-8']);
    await until('the stream is ready', () => stream.events[0]?.event === 'ready');
    const acknowledged = await here.post(`/admin/alerts/${id}/acknowledge`, as({ reason: 'I look' }));
    expect([acknowledged.status, acknowledged.body.state, acknowledged.body.acknowledged_by]).toEqual([
      200,
      'acknowledged',
      admin.id,
    ]);
    expect((await here.post(`/admin/alerts/${id}/acknowledge`, as())).status).toBe(200);
    const seen = await until('the stream tells', () => stream.events.find(({ event }) => event === 'alert'));
    expect(seen.data).toMatchObject({ what: 'acknowledged', alert: { id, state: 'acknowledged' } });
    stream.close();
    const judged = await there.post(`/admin/alerts/${id}/false-positive`, as({ reason: 'a load test' }));
    expect(judged.body).toMatchObject({ state: 'resolved', false_positive: true });
    expect(judged.body.history.map(({ what }: { what: string }) => what)).toEqual([
      'false_positive',
      'acknowledged',
      'opened',
    ]);
    const again = await openEvents(`${(services[0] as Service).url}/admin/alerts/stream`, admin.token, seen.id);
    const missed = await until('what was missed comes', () => again.events[0]);
    expect(missed).toMatchObject({ event: 'alert', data: { what: 'false_positive', alert: { id } } });
    again.close();
    const path = `${(services[0] as Service).url}/admin/alerts/stream`;
    const many = await Promise.all(Array.from({ length: 12 }, () => openEvents(path, admin.token)));
    expect(many.filter(({ status }) => status === 200).length).toBeLessThanOrEqual(8);
    for (const one of many) one.close();
    const { items } = (await here.get('/admin/alerts/precision', as())).body;
    expect(items).toContainEqual({ scenario: 'rapid-fire', episodes: 1, false_positives: 1, precision: 0 });
    expect((await here.post(`/admin/alerts/${id}/acknowledge`, as())).body.code).toBe('conflict');
    await until('the record has it', async () => {
      const path = `/admin/audit?type=detect.alert.judged`;
      const events = (await there.get(path, as())).body.items as { type: string; actor: { id?: string } }[] | undefined;
      return events?.some(({ type, actor }) => type === 'detect.alert.judged' && actor.id === admin.id);
    });
  });

  it('are told on channels whose secrets are shown once, rotate without a gap, and lead nowhere private', async () => {
    const hook = await add({ name: 'second', url: `${receiver.url}/second?token=hidden`, format: 'slack' });
    expect(hook.secret).toMatch(/^whsec_/);
    const rotated = (await here.post(`/admin/webhooks/${hook.id}/rotate-secret`, as())).body;
    const test = await there.post(`/admin/webhooks/${hook.id}/test`, as());
    expect(test.body).toEqual({ delivered: true, result: 'delivered', status: 204 });
    const [message] = receiver.at('/second?token=hidden');
    expect([rotated.secret, hook.secret].map((secret) => signedBy(message as never, secret))).toEqual([0, 1]);
    const shown = JSON.stringify([
      (await here.get('/admin/webhooks', as())).body,
      (await here.get(`/admin/webhooks/${hook.id}`, as())).body,
      (await here.patch(`/admin/webhooks/${hook.id}`, as({ min_severity: 'high' }))).body,
    ]);
    expect(shown).not.toMatch(/whsec_|hidden/);
    for (const url of ['http://10.0.0.1/', 'https://169.254.169.254/', 'https://[::1]/', 'ftp://example.org/', 'x']) {
      const refused = await here.post('/admin/webhooks', as({ name: 'bad', url }));
      expect([refused.status, refused.body.errors?.[0].pointer]).toEqual([400, '/url']);
    }
    for (const body of [{ name: 'second', url: `${receiver.url}/x` }, { name: 'a b' }, { name: 'b', kind: 'email' }]) {
      expect([400, 409, 422]).toContain((await here.post('/admin/webhooks', as(body))).status);
    }
    expect((await here.delete(`/admin/webhooks/${hook.id}?reason=done`, as())).status).toBe(204);
    expect((await there.get(`/admin/webhooks/${hook.id}`, as())).status).toBe(404);
  });

  it('can be silenced for a time, with a reason', async () => {
    const matchers = [{ name: 'scenario', value: 'rapid-fire' }];
    const body = { matchers, ends_at: new Date(Date.now() + 3_600_000).toISOString(), reason: 'a load test' };
    const silence = (await here.post('/admin/alerts/silences', as(body))).body;
    expect((await there.get('/admin/alerts/silences', as())).body.items).toMatchObject([{ id: silence.id, matchers }]);
    const everything = { ...body, matchers: [{ name: 'scenario', value: '.*', is_regex: true }] };
    const past = { ...body, ends_at: '2020-01-01T00:00:00Z' };
    const broken = { ...body, matchers: [{ name: 'scenario', value: '(', is_regex: true }] };
    for (const bad of [everything, past, broken, { ...body, matchers: [] }, { ...body, reason: '' }]) {
      expect((await here.post('/admin/alerts/silences', as(bad))).status).toBe(400);
    }
    expect((await here.delete(`/admin/alerts/silences/${silence.id}`, as())).status).toBe(204);
    expect((await there.get('/admin/alerts/silences?state=expired', as())).body.items).toHaveLength(1);
  });

  it('are for admins alone', async () => {
    const id = '0197f0a2-61b2-7c04-8e55-6d1c2f3a4b5c';
    const paths = [
      '/admin/alerts',
      `/admin/alerts/${id}`,
      '/admin/alerts/stream',
      '/admin/alerts/silences',
      '/admin/webhooks',
    ];
    for (const path of paths) {
      expect((await here.get(path, { token: user.token })).body.code).toBe('insufficient_scope');
      expect((await here.get(path)).status).toBe(401);
    }
    for (const path of [
      `/admin/alerts/${id}`,
      '/admin/alerts/x',
      `/admin/webhooks/${id}`,
      `/admin/webhooks/${id}/deliveries`,
    ]) {
      expect((await here.get(path, as())).status).toBe(404);
    }
    expect((await here.get('/admin/alerts?state=gone&cursor=x&limit=0', as())).body.errors).toHaveLength(2);
    expect((await here.get('/admin/alerts?cursor=x', as())).status).toBe(400);
  });
});
