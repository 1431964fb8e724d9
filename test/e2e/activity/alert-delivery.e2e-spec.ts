import type { AdminAct } from '../../../src/access/admin-act.js';
import { Channels, type ChannelWithSecret } from '../../../src/activity/alerts/channels/channels.js';
import type { AddChannelDto } from '../../../src/activity/alerts/channels/channels.dto.js';
import { Deliveries } from '../../../src/activity/alerts/channels/deliveries.js';
import { DeliveryQueue, type TakenDelivery } from '../../../src/activity/alerts/delivery/delivery-queue.js';
import { post } from '../../../src/activity/alerts/delivery/webhook-post.js';
import { delivered } from '../../../src/activity/alerts/delivery/attempt.js';
import { AlertActs } from '../../../src/activity/alerts/model/alert-acts.js';
import { AlertList } from '../../../src/activity/alerts/model/alert-list.js';
import { Silences } from '../../../src/activity/alerts/silences/silences.js';
import { MailOutbox } from '../../../src/mail/mail-outbox.js';
import { alertmanagerProgram, startAlertmanager } from '../../support/alertmanager.js';
import { accountOf, type Alerting, fire, startAlerting } from '../../support/alerting.js';
import { describeOnce } from '../../support/independent.js';
import { until } from '../../support/poll.js';
import { freshDatabase } from '../../support/servers.js';
import { type Received, signedBy, startWebhookReceiver, type WebhookReceiver } from '../../support/webhook-receiver.js';

const RATE = 6;
const BASE_URL = 'https://code.example.org';

/** Two instances of the alerts room on one database, and a real receiver. */
describeOnce('delivery of alerts', () => {
  let receiver: WebhookReceiver;
  let one: Alerting;
  let two: Alerting;
  let url: string;
  let admin: AdminAct;
  let names = 0;

  beforeAll(async () => {
    receiver = await startWebhookReceiver();
    url = await freshDatabase();
    const settings = {
      BASE_URL,
      // Mail is on; nothing sends it here.
      SMTP_URL: 'smtp://127.0.0.1:1',
      ALERT_RETRY_DELAYS: '0.05',
      ALERT_DELIVERY_TIMEOUT: '1',
      ALERT_CHANNEL_RATE: String(RATE),
    };
    one = await startAlerting(url, settings);
    two = await startAlerting(url, settings);
    const id = await accountOf(one, 'Root');
    admin = { principal: { account: { id } }, network: '192.0.2.7', requestId: 'test' } as unknown as AdminAct;
  });
  afterAll(async () => {
    await Promise.all([one, two].map((instance) => instance.stop()));
  });

  /** A channel of its own for each test, and of one scenario, so that tests do not hear each other. */
  async function channel(scenarios: string[], rules: Partial<AddChannelDto> = {}): Promise<ChannelWithSecret> {
    names += 1;
    const name = `channel-${names}`;
    return one.get(Channels).add({ name, url: `${receiver.url}/${name}`, scenarios, ...rules }, admin);
  }
  const about = (id: string) => ({ target: { type: 'service', id } });
  const log = async (id: string) => (await one.get(Deliveries).page(id, {})).items;
  const alertOf = async (scenario: string) => (await one.get(AlertList).page({ scenario })).items[0];
  const settled = (id: string, state: string) =>
    until(`a message is ${state}`, async () => (await log(id)).find((delivery) => delivery.state === state));
  const alertsOf = ({ body }: Received): { scenario: string; status: string; subject: { id: string } }[] =>
    body.data.alerts;

  it('makes one alert and one message of what both instances heard, signed as Standard Webhooks asks', async () => {
    const { id, name, secret } = await channel(['both-heard']);
    for (const instance of [one, two, one]) instance.bus.emit(fire({ scenario: 'both-heard' }, about('x')));
    const message = await receiver.request(`/${name}`);
    await settled(id, 'delivered');
    expect(signedBy(message, secret as string)).toBe(0);
    expect(message.body).toMatchObject({
      type: 'alert.group',
      id: message.headers['webhook-id'],
      data: { channel: name, status: 'firing', more: 0, alerts: [{ scenario: 'both-heard', episode: 1 }] },
    });
    await until('all fires count', async () => (await alertOf('both-heard'))?.fires === 3);
    expect((await two.get(AlertList).page({ scenario: 'both-heard' })).items).toHaveLength(1);
    expect(receiver.at(`/${name}`)).toHaveLength(1);
  });

  it('tells who, what, how the score moved, what was done and where to look, and no whole address', async () => {
    const { name } = await channel(['told-whole']);
    const user = await accountOf(one, 'Ada <!channel>');
    const contributions = JSON.stringify([{ signal: 'rapid-fire', log_odds: -0.78, points: -0.19 }]);
    const facts = { score_before: 0.6, score_after: 0.28, contributions, multiplier: 0.5, decision_id: 'd-1' };
    const where = { tenant: user, target: { type: 'user', id: user }, network: '203.0.113.77' };
    one.bus.emit(fire({ scenario: 'told-whole', severity: 'high', ...facts }, where));
    const [alert] = alertsOf(await receiver.request(`/${name}`));
    expect(alert).toMatchObject({
      severity: 'high',
      subject: { kind: 'user', id: user, name: 'Ada <!channel>' },
      user_id: user,
      network: '203.0.113.0/24',
      message: '21 requests in 3 s; a normal burst is 20',
      count: 21,
      span_ms: 3_000,
      score: { before: 0.6, after: 0.28, contributions: JSON.parse(contributions) },
      action: { multiplier: 0.5 },
      decision_id: 'd-1',
    });
    const shown = await one.get(AlertList).one((await alertOf('told-whole'))?.id as string);
    expect(alert).toHaveProperty('url', `${BASE_URL}/admin/ui/alerts/${shown.id}`);
    expect(JSON.stringify(receiver.at(`/${name}`))).not.toContain('203.0.113.77');
    expect(shown.client_network).toBe('203.0.113.77');
    // An account that goes takes its alerts along, and its name out of what was not sent yet.
    await one.database.kysely.deleteFrom('users').where('id', '=', user).execute();
    expect(await alertOf('told-whole')).toBeUndefined();
  });

  it('tells of an end and of a new beginning, on channels that heard of the first', async () => {
    const { id, name } = await channel(['comes-back']);
    one.bus.emit(fire({ scenario: 'comes-back' }, about('x')));
    await receiver.request(`/${name}`);
    const alert = (await alertOf('comes-back'))?.id as string;
    await two.get(AlertActs).resolve(alert, admin, 'seen to');
    const over = await receiver.request(`/${name}`, 2);
    expect(alertsOf(over)).toMatchObject([{ status: 'resolved' }]);
    two.bus.emit(fire({ scenario: 'comes-back' }, about('x')));
    const again = await receiver.request(`/${name}`, 3);
    expect(alertsOf(again)).toMatchObject([{ status: 'firing', episode: 2 }]);
    const ids = new Set(receiver.at(`/${name}`).map(({ headers }) => headers['webhook-id']));
    expect(ids.size).toBe(3);
    const { history } = await one.get(AlertList).one(alert);
    expect(history.map(({ what }) => what)).toEqual(['reopened', 'resolved', 'opened']);
    await until('nothing waits', async () => (await log(id)).every(({ state }) => state !== 'waiting'));
  });

  it('tells a group in its order, also where a receiver did not take the beginning at first', async () => {
    const { name } = await channel(['in-order']);
    receiver.answer(`/${name}`, (response) => {
      const first = receiver.at(`/${name}`).length === 1;
      void response.writeHead(first ? 429 : 204, first ? { 'retry-after': '1' } : {}).end();
    });
    one.bus.emit(fire({ scenario: 'in-order' }, about('x')));
    await receiver.request(`/${name}`);
    await two.get(AlertActs).resolve((await alertOf('in-order'))?.id as string, admin, undefined);
    await receiver.request(`/${name}`, 3);
    const told = receiver.at(`/${name}`).map((message) => alertsOf(message).map(({ status }) => status));
    expect(told).toEqual([['firing'], ['firing'], ['resolved']]);
  });

  it('tries again under the same id, gives up, raises an alarm elsewhere, and sends again when it is told to', async () => {
    const watcher = await channel(['alert-delivery-failing']);
    const { id, name } = await channel(['given-up']);
    receiver.answer(`/${name}`, (response) => void response.writeHead(500).end());
    one.bus.emit(fire({ scenario: 'given-up' }, about('x')));
    const dead = await settled(id, 'dead');
    expect(dead.log.map(({ result }) => result)).toEqual(['http_500', 'http_500']);
    expect(new Set(receiver.at(`/${name}`).map(({ headers, text }) => headers['webhook-id'] + text)).size).toBe(1);
    const alarm = await receiver.request(`/${watcher.name}`);
    expect(alertsOf(alarm)).toMatchObject([{ severity: 'high', subject: { kind: 'channel', id } }]);
    receiver.answer(`/${name}`, (response) => void response.writeHead(200).end('ok'));
    await two.get(Deliveries).repeat(id, dead.id, 'mended', admin);
    await receiver.request(`/${name}`, 3);
    await settled(id, 'delivered');
    expect(receiver.at(`/${name}`)[2]?.headers['webhook-id']).toBe(dead.id.replaceAll('-', '').replace(/^/, 'msg_'));
    expect(alertsOf(await receiver.request(`/${watcher.name}`, 2))).toMatchObject([{ status: 'resolved' }]);
  });

  it('waits as long as a receiver asks, ends at one that is gone, follows no redirect', async () => {
    const [busy, gone, moved] = [await channel(['odd']), await channel(['odd']), await channel(['odd'])];
    receiver.answer(`/${busy.name}`, (response) => void response.writeHead(429, { 'retry-after': '3600' }).end());
    receiver.answer(`/${gone.name}`, (response) => void response.writeHead(410).end());
    receiver.answer(`/${moved.name}`, (response) => {
      response.writeHead(302, { location: `${receiver.url}/elsewhere` }).end();
    });
    one.bus.emit(fire({ scenario: 'odd' }, about('x')));
    await settled(gone.id, 'dead');
    expect(await one.get(Channels).one(gone.id)).toMatchObject({ enabled: false, disabled_reason: 'gone' });
    const dead = await settled(moved.id, 'dead');
    expect(dead.log[0]).toMatchObject({ result: 'redirect', status: 302 });
    const waiting = await until('it was asked to wait', async () => {
      const delivery = (await log(busy.id)).find(({ state }) => state === 'waiting');
      return delivery?.log.length === 1 ? delivery : undefined;
    });
    expect(Date.parse(waiting.due_at as string) - Date.parse(waiting.created_at)).toBeGreaterThan(3_500_000);
    expect([receiver.at('/elsewhere').length, receiver.at(`/${busy.name}`).length]).toEqual([0, 1]);
  });

  it('lets no receiver that hangs hold up another', async () => {
    const [hanging, other] = [await channel(['hangs']), await channel(['hangs'])];
    receiver.answer(`/${hanging.name}`, () => undefined);
    one.bus.emit(fire({ scenario: 'hangs' }, about('x')));
    await receiver.request(`/${hanging.name}`);
    await settled(other.id, 'delivered');
    const dead = await settled(hanging.id, 'dead');
    expect(dead.log.map(({ result }) => result)).toEqual(['timeout', 'timeout']);
  });

  it('connects to the address that was looked at, whatever the name says a moment later', async () => {
    const outcome = await post({
      url: new URL(`http://rebound.invalid:${receiver.port}/rebound`),
      addresses: [{ address: '127.0.0.1', family: 4 }],
      headers: { 'content-type': 'application/json' },
      body: '{}',
      timeoutMs: 10_000,
      signal: new AbortController().signal,
    });
    expect(outcome.result).toBe('delivered');
    expect(receiver.at('/rebound')[0]?.headers['host']).toBe(`rebound.invalid:${receiver.port}`);
  });

  it('reads no answer without end', async () => {
    const { id, name } = await channel(['floods']);
    receiver.answer(`/${name}`, (response) => {
      const pour = () => {
        while (!response.destroyed && response.write(Buffer.alloc(65_536)));
      };
      response.on('drain', pour).writeHead(200);
      pour();
    });
    expect(await one.get(Deliveries).test(id, undefined, admin)).toEqual({
      delivered: true,
      result: 'delivered',
      status: 200,
    });
  });

  it('sends what is beyond a channel’s minute as one digest', async () => {
    const scenarios = Array.from({ length: RATE + 3 }, (_, index) => `flood-${index}`);
    const { id, name } = await channel(scenarios);
    for (const scenario of scenarios) {
      for (const subject of ['x', 'y']) one.bus.emit(fire({ scenario }, about(subject)));
    }
    await receiver.request(`/${name}`, RATE);
    const gathering = await until('the rest is counted', async () => {
      const rows = await one.database.kysely
        .selectFrom('alert_deliveries')
        .select(['id', 'message'])
        .where('channel_id', '=', id)
        .where('kind', '=', 'overflow')
        .execute();
      const counts = Object.values((rows[0]?.message ?? {}) as Record<string, number>);
      return counts.reduce((sum, count) => sum + count, 0) === 6 ? rows[0] : undefined;
    });
    expect(receiver.at(`/${name}`)).toHaveLength(RATE);
    // A minute later.
    await one.database.kysely
      .updateTable('alert_deliveries')
      .set({ composed_at: new Date(Date.now() - 61_000) })
      .where('channel_id', '=', id)
      .where('composed_at', 'is not', null)
      .execute();
    await one.database.kysely
      .updateTable('alert_deliveries')
      .set({ due_at: new Date() })
      .where('id', '=', gathering.id)
      .execute();
    const { body } = await receiver.request(`/${name}`, RATE + 1);
    expect(body).toMatchObject({ type: 'alert.overflow', data: { more: 6, alerts: [] } });
    expect(Object.keys(body.data.scenarios)).toHaveLength(3);
  });

  it('is silent while a silence lasts, and speaks after it; stuffing speaks for the accounts it reached', async () => {
    const { name } = await channel(['quiet', 'credential-stuffing', 'tried']);
    const ends_at = new Date(Date.now() + 600_000).toISOString();
    const matchers = [{ name: 'scenario' as const, value: 'qui.*', is_regex: true }];
    const silence = await two.get(Silences).add({ matchers, ends_at, reason: 'a drill' }, admin);
    one.bus.emit(fire({ scenario: 'quiet' }, about('x')));
    const network = '198.51.100.9';
    one.bus.emit(fire({ scenario: 'credential-stuffing' }, { target: { type: 'network', id: network }, network }));
    await receiver.request(`/${name}`);
    const user = await accountOf(one, 'Ada');
    // Detection knows the network of an account's fire by its hash alone.
    const hash = (await one.get(AlertList).page({ scenario: 'credential-stuffing' })).items[0]?.subject.id as string;
    const tried = { tenant: user, target: { type: 'user', id: user }, networkHash: hash };
    one.bus.emit(fire({ scenario: 'tried' }, tried));
    await until('both stand in the list, held back', async () => {
      const held = [(await alertOf('quiet'))?.suppressed?.by, (await alertOf('tried'))?.suppressed?.by];
      return held[0] === 'silence' && held[1] === 'inhibition';
    });
    await one.get(Silences).end(silence.id, 'over', admin);
    await receiver.request(`/${name}`, 2);
    const heard = receiver.at(`/${name}`).flatMap((message) => alertsOf(message).map(({ scenario }) => scenario));
    expect(heard).toEqual(['credential-stuffing', 'quiet']);
    expect(receiver.at(`/${name}`)[0]?.text).not.toContain(network);
  });

  it('gives a message to one instance at a time, and lets one that was away too long settle nothing', async () => {
    const { id } = await channel(['leased'], { enabled: true, heartbeat: false });
    const queues = [one.get(DeliveryQueue), two.get(DeliveryQueue)] as const;
    // Due for those who ask by name only.
    const due_at = new Date(Date.now() + 600_000);
    const ids = Array.from({ length: 8 }, () => crypto.randomUUID());
    const message = { kind: 'test', composed_at: new Date().toISOString(), scenario: null, alerts: [], more: 0 };
    await one.database.kysely
      .insertInto('alert_deliveries')
      .values(
        ids.map((delivery) => ({
          id: delivery,
          channel_id: id,
          kind: 'test' as const,
          group_key: 'test',
          state: 'waiting' as const,
          message: JSON.stringify(message),
          due_at,
          created_at: new Date(),
        })),
      )
      .execute();
    for (const delivery of ids) {
      const taken = await Promise.all([0, 1, 2, 3].map((n) => queues[n % 2 ? 1 : 0].takeOne(delivery)));
      expect(taken.filter((found) => found !== undefined)).toHaveLength(1);
    }
    const [first] = ids as [string];
    const stalled = { row: { id: first, attempts: 0, log: [] }, channel: { id } } as unknown as TakenDelivery;
    expect(await queues[0].settle(stalled, delivered(200), { kind: 'dead' }, 5)).toBeNull();
  });

  it('takes one message of a channel at a time, also when two instances ask at once', async () => {
    const channels = await Promise.all(Array.from({ length: 6 }, () => channel(['raced'], { heartbeat: false })));
    const queues = [one.get(DeliveryQueue), two.get(DeliveryQueue)] as const;
    const message = { kind: 'test', composed_at: new Date().toISOString(), scenario: null, alerts: [], more: 0 };
    await one.database.kysely
      .insertInto('alert_deliveries')
      .values(
        channels.flatMap(({ id }) =>
          ['first', 'second', 'third'].map((group_key) => ({
            id: crypto.randomUUID(),
            channel_id: id,
            kind: 'test' as const,
            group_key,
            state: 'waiting' as const,
            message: JSON.stringify(message),
            due_at: new Date(),
            created_at: new Date(),
          })),
        ),
      )
      .execute();
    const ids = channels.map(({ id }) => id);
    const taken = (await Promise.all(Array.from({ length: 8 }, (_, n) => queues[n % 2 ? 1 : 0].take(50)))).flat();
    const mine = taken.map(({ channel: { id } }) => id).filter((id) => ids.includes(id));
    // Nothing that was taken here is settled, so no channel can have given out a second one.
    expect(new Set(mine).size).toBe(mine.length);
    const leased = await one.database.kysely
      .selectFrom('alert_deliveries')
      .select(['channel_id', ({ fn }) => fn.countAll<string>().as('count')])
      .where('channel_id', 'in', ids)
      .where('state', '=', 'waiting')
      .where('leased_until', '>', new Date())
      .groupBy('channel_id')
      .execute();
    expect(leased.length).toBeGreaterThanOrEqual(mine.length);
    expect(leased.map(({ count }) => Number(count))).toEqual(leased.map(() => 1));
  });

  it('hands mail to the mail room once, and gathers what is of low severity', async () => {
    const addresses = ['on-call@example.org', 'night@example.org'];
    const mails = await one
      .get(Channels)
      .add({ name: 'mail', kind: 'email', addresses, scenarios: ['mailed', 'odd-hours'] }, admin);
    one.bus.emit(fire({ scenario: 'mailed' }, about('x')));
    one.bus.emit(fire({ scenario: 'odd-hours', severity: 'low' }, about('x')));
    await settled(mails.id, 'delivered');
    const outbox = await one.database.kysely
      .selectFrom('mail_outbox')
      .selectAll()
      .where('template', '=', 'alert')
      .execute();
    expect(outbox).toHaveLength(2);
    const [mail] = outbox.map((row) => one.get(MailOutbox).open(row));
    expect(mail).toMatchObject({ template: 'alert', data: { title: 'CodePitamah: mailed, medium, firing' } });
    const digest = (await log(mails.id)).find(({ kind }) => kind === 'digest');
    expect(Date.parse(digest?.due_at as string) - Date.parse(digest?.created_at as string)).toBe(86_400_000);
  });

  it('tells every channel from time to time that alerting works, once over all instances', async () => {
    const { id, name } = await channel(['never-fires']);
    const eager = [
      await startAlerting(url, { ALERT_HEARTBEAT: '3600' }),
      await startAlerting(url, { ALERT_HEARTBEAT: '3600' }),
    ];
    await one.database.kysely
      .updateTable('alert_channels')
      .set({ heartbeat_at: new Date(Date.now() - 3_601_000) })
      .where('id', '=', id)
      .execute();
    const beat = await receiver.request(`/${name}`);
    expect(beat.body).toMatchObject({
      type: 'alert.heartbeat',
      data: { status: null, alerts: [], last_day: { given_up: expect.any(Number) } },
    });
    await Promise.all(eager.map((instance) => instance.stop()));
    expect(receiver.at(`/${name}`)).toHaveLength(1);
  });

  it('resolves what has been quiet, and leaves what lasts', async () => {
    const { name } = await channel(['goes-quiet', 'lasts']);
    one.bus.emit(fire({ scenario: 'goes-quiet' }, about('x')));
    const data = { alarm: 'lasts', lasting: true };
    one.bus.emit({ type: 'system.alarm.raised', outcome: 'error', actor: { kind: 'system' }, data });
    await receiver.request(`/${name}`, 2);
    await one.database.kysely
      .updateTable('alerts')
      .set({ fired_at: new Date(Date.now() - 1_801_000) })
      .where('scenario', 'in', ['goes-quiet', 'lasts'])
      .execute();
    await until('it is resolved', async () => (await alertOf('goes-quiet'))?.state === 'resolved');
    expect((await alertOf('lasts'))?.state).toBe('open');
    expect(alertsOf(await receiver.request(`/${name}`, 3))).toMatchObject([
      { scenario: 'goes-quiet', status: 'resolved' },
    ]);
  });

  const withAlertmanager = alertmanagerProgram === null ? it.skip : it;
  withAlertmanager('reaches a real Alertmanager by its own API (skipped where this machine has none)', async () => {
    const alertmanager = await startAlertmanager(alertmanagerProgram as string);
    await channel(['for-alertmanager'], { format: 'alertmanager_api', url: `${alertmanager.url}/api/v2/alerts` });
    one.bus.emit(fire({ scenario: 'for-alertmanager', severity: 'high' }, about('x')));
    const held = await until('it holds the alert', async () => (await alertmanager.alerts())[0]);
    expect(held).toMatchObject({
      labels: { alertname: 'for-alertmanager', severity: 'high', service: 'codepitamah' },
      annotations: { summary: '21 requests in 3 s; a normal burst is 20' },
    });
    expect(Date.parse(held.endsAt)).toBeGreaterThan(Date.now() + 14_400_000);
    await one.get(AlertActs).resolve((await alertOf('for-alertmanager'))?.id as string, admin, undefined);
    await until('it holds it no longer', async () => (await alertmanager.alerts()).length === 0);
  });
});
