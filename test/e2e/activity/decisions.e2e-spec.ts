import { type Answer, api, type Api, loginAdmin, register, type SignedIn } from '../../support/api.js';
import { limitedCall } from '../../support/limited-call.js';
import { until } from '../../support/poll.js';
import { type Service, startService } from '../../support/service.js';

const NOWHERE = '019abc2e-5d3b-7a01-8c3e-0a0b0c0d0e0f';
const soon = () => new Date(Date.now() + 3_600_000).toISOString();

describe('decisions and appeals', () => {
  let service: Service;
  let client: Api;
  let admin: SignedIn;
  let user: SignedIn;
  let other: SignedIn;

  beforeAll(async () => {
    service = await startService();
    client = api(service);
    [admin, user, other] = await Promise.all([loginAdmin(client), register(client), register(client)]);
  });

  const decision = async (id: string, token: string, path = '/users/me/decisions') =>
    client.get(`${path}/${id}`, { token });
  /** More than a burst at once, for on a busy machine one after the other may not come to one; and no more than it takes. */
  const refused = (token?: string): Promise<Answer> =>
    until('a request is refused', async () => {
      const first = await limitedCall(client, token);
      if (first.status === 429) return first;
      const others = await Promise.all(Array.from({ length: 6 }, () => limitedCall(client, token)));
      return others.find(({ status }) => status === 429);
    });

  it('explain a refusal by a limit to whom it concerned, and to an admin, and to nobody else', async () => {
    const answer = await refused(user.token);
    const id = answer.body.decision_id as string;
    const own = await decision(id, user.token);
    expect(own.body).toMatchObject({
      id,
      outcome: 'refused',
      code: 'rate_limited',
      request: { method: 'POST', route: '/analyze', status: 429, request_id: answer.body.request_id },
      policy: { name: 'burst', limit: 5, window_seconds: 10 },
      plan: 'free',
      limits: { limit: 10, base_limit: 10, multiplier: 1 },
      degraded: false,
      block: null,
      override: null,
      behaviour: { contributions: expect.any(Array), rate_limit_multiplier: expect.any(Number) },
      appeal: null,
    });
    expect(own.body.summary).toContain('The plan free allows 5 requests in any 10 s');
    const retryAt = Date.parse(own.body.time) + 1000 * Number(answer.headers.get('retry-after'));
    expect(Math.abs(Date.parse(own.body.until) - retryAt)).toBeLessThan(2_000);

    const seen = await decision(id, admin.token, '/admin/decisions');
    expect(seen.body).toMatchObject({ id, user: { id: user.id, email: user.email }, actor: { kind: 'user' } });
    const looks = await until('the look is on record', async () => {
      const page = await client.get('/users/me/activity?type=admin.viewed_user', { token: user.token });
      return page.body.items[0];
    });
    expect(looks.data).toEqual({ what: 'decision' });

    const [theirs, none] = await Promise.all([decision(id, other.token), decision(NOWHERE, other.token)]);
    expect([theirs.status, none.status]).toEqual([404, 404]);
    const bytes = ({ body }: Answer) => ({ ...body, request_id: '', instance: '' });
    expect(bytes(theirs)).toEqual(bytes(none));
    expect((await decision('x', user.token)).status).toBe(404);
    expect((await decision(id, user.token, '/admin/decisions')).status).toBe(403);
  });

  it('are kept: the record has them once what this instance remembers is gone', async () => {
    const { body } = await refused(user.token);
    const recorded = await until('it is in the record', async () => {
      const page = await client.get('/users/me/activity?type=http.request&limit=200', { token: user.token });
      return page.body.items.find((item: { id: string }) => item.id === body.decision_id);
    });
    expect(recorded.decision).toMatchObject({ id: body.decision_id, allowed: false, policy: 'burst' });
  });

  it('go with every 403 and 429, whatever refused', async () => {
    const key = (await client.post('/api-keys', { token: other.token, body: { name: 'k' } })).body.key as string;
    const answers: [Answer, object][] = [
      [
        await client.get('/admin/users', { token: other.token }),
        { code: 'insufficient_scope', missing_permission: 'admin' },
      ],
      [await client.post('/api-keys', { token: key, body: { name: 'x' } }), { code: 'session_required' }],
    ];
    for (const [{ status, body }, expected] of answers) {
      expect(status).toBe(403);
      const { body: told } = await decision(body.decision_id, other.token);
      expect(told).toMatchObject({ ...expected, outcome: 'refused', until: null });
      expect(told.what_to_do.length).toBeGreaterThan(10);
    }
  });

  it('tell callers without credentials, from their own network only', async () => {
    const { body } = await refused();
    const { status, body: told } = await client.get(`/decisions/${body.decision_id}`);
    expect(status).toBe(200);
    expect(told).toMatchObject({ code: 'rate_limited', plan: 'anonymous', behaviour: null });
    const ofUser = (await refused(user.token)).body.decision_id as string;
    expect((await client.get(`/decisions/${ofUser}`)).status).toBe(404);
    expect((await decision(body.decision_id, user.token)).status).toBe(404);
  });

  it('can be appealed against by who is blocked, and an admin’s answer lifts the block', async () => {
    const block = { type: 'user', identifier: other.id, reason: '=HYPERLINK("x") \u202e abuse' };
    await client.post('/admin/blocks', { token: admin.token, body: block });
    const answer = await limitedCall(client, other.token);
    expect([answer.status, answer.body.code]).toEqual([403, 'blocked']);
    const id = answer.body.decision_id as string;
    expect((await decision(id, other.token)).body.block).toEqual({
      by: 'account',
      reason: block.reason,
      expires_at: null,
    });

    const text = 'It was <script>alert(1)</script>\nand =1+1';
    const opened = await client.post('/users/me/appeals', { token: other.token, body: { decision_id: id, text } });
    expect(opened).toMatchObject({ status: 201, body: { decision_id: id, text, status: 'open', answer: null } });
    expect((await decision(id, other.token)).body.appeal).toEqual({ id: opened.body.id, status: 'open' });
    const twice = await client.post('/users/me/appeals', { token: other.token, body: { decision_id: id, text } });
    expect(twice.status).toBe(409);

    const path = `/admin/appeals/${opened.body.id}`;
    const list = await client.get('/admin/appeals?status=open', { token: admin.token });
    expect(list.body.items).toMatchObject([{ id: opened.body.id, user: { id: other.id, email: other.email } }]);
    const wrong = { status: 'rejected', answer: 'no', unblock: true };
    expect((await client.patch(path, { token: admin.token, body: wrong })).body.errors).toMatchObject([
      { pointer: '/unblock' },
    ]);
    const override = { limit: 50, expires_at: soon(), reason: 'agreed' };
    const body = { status: 'accepted', answer: 'You were right.', unblock: true, override };
    const accepted = await client.patch(path, { token: admin.token, body });
    expect(accepted).toMatchObject({ status: 200, body: { status: 'accepted', answered_by: admin.id } });
    expect((await client.patch(path, { token: admin.token, body })).status).toBe(409);

    // At once: the account is off the list, under the override.
    const limits = (await client.get('/users/me/limits', { token: other.token })).body;
    expect(limits).toMatchObject({ blocked: false, override: { limit: 50 } });
    const own = await client.get(`/users/me/appeals/${opened.body.id}`, { token: other.token });
    expect(own.body).toMatchObject({ status: 'accepted', answer: 'You were right.' });
    expect(own.body).not.toHaveProperty('answered_by');
    const types = await until('all of it is on record', async () => {
      const page = await client.get('/users/me/activity?limit=200', { token: other.token });
      const found = page.body.items.map(({ type }: { type: string }) => type);
      const wanted = ['appeal.opened', 'appeal.accepted', 'admin.override.set', 'admin.block.removed'];
      return wanted.every((type) => found.includes(type)) && found;
    });
    expect(types.filter((type: string) => type === 'appeal.accepted')).toHaveLength(1);
    const exported = (await client.get('/users/me/export', { token: other.token })).body;
    expect(exported.appeals).toMatchObject([{ id: opened.body.id, text, answer: 'You were right.' }]);
    expect(exported).toHaveProperty('usage');
  });

  it('are bounded, and hostile texts are refused or kept as they are', async () => {
    const appeal = (body: object, token = user.token) => client.post('/users/me/appeals', { token, body });
    for (const text of ['', ' \n', 'x\u0000', 'x\u001b[2J', 'x\ud800', 'x'.repeat(2_001), 7]) {
      expect([text, (await appeal({ text })).status]).toEqual([text, 400]);
    }
    const strange = (await refused(admin.token)).body.decision_id as string;
    for (const decision_id of [NOWHERE, strange, 'x']) {
      const answer = await appeal({ decision_id, text: 'mine?' });
      expect(answer.body.errors).toMatchObject([{ pointer: '/decision_id' }]);
    }
    const statuses = await Promise.all(Array.from({ length: 8 }, () => appeal({ text: 'wrong' })));
    expect(statuses.map(({ status }) => status).toSorted()).toEqual([201, 201, 201, 201, 201, 409, 409, 409]);
    const page = await client.get('/users/me/appeals?limit=3', { token: user.token });
    const rest = await client.get(`/users/me/appeals?limit=3&cursor=${page.body.next_cursor}`, { token: user.token });
    expect(new Set([...page.body.items, ...rest.body.items].map(({ id }) => id)).size).toBe(5);
    const [{ id }] = page.body.items;
    expect((await client.get(`/users/me/appeals/${id}`, { token: other.token })).status).toBe(404);
    expect((await client.get(`/admin/appeals/${id}`, { token: user.token })).status).toBe(403);
    const mine = (await appeal({ text: 'my own' }, admin.token)).body.id as string;
    const own = await client.patch(`/admin/appeals/${mine}`, {
      token: admin.token,
      body: { status: 'accepted', answer: 'of course' },
    });
    expect(own.status).toBe(409);
  });
});
