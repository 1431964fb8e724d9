import { randomUUID } from 'node:crypto';
import { type Api, api, type SignedIn } from '../../support/api.js';
import { registerEnterprise } from '../../support/enterprise.js';
import { type Service, startService } from '../../support/service.js';

describe('kept analyses', () => {
  let service: Service;
  let client: Api;
  let owner: SignedIn;
  let other: SignedIn;

  beforeAll(async () => {
    service = await startService();
    client = api(service);
    [owner, other] = await Promise.all([registerEnterprise(client), registerEnterprise(client)]);
  });
  afterAll(() => service.stop());

  const analyze = async (user: SignedIn, code: string) => {
    const { body } = await client.post('/analyze', { token: user.token, body: { code, language: 'python' } });
    return body;
  };

  it('are read back as they were answered, at once and later', async () => {
    const result = await analyze(owner, 'def f(x):\n    return "\\ud800" + x\n');
    const stored = { id: result.id, state: 'completed', progress: 1, result };
    const atOnce = await client.get(`/analyses/${result.id}`, { token: owner.token });
    expect(atOnce.body).toEqual(stored);
    await client.get('/analyses', { token: owner.token });
    const later = await client.get(`/analyses/${result.id}`, { token: owner.token });
    expect(JSON.stringify(later.body)).toBe(JSON.stringify(stored));
  });

  it('are their owner’s alone: another’s id answers as one that is not there', async () => {
    const { id } = await analyze(owner, 'x = 1\n');
    const theirs = await client.get(`/analyses/${id}`, { token: other.token });
    const nobodys = await client.get(`/analyses/${randomUUID()}`, { token: other.token });
    const noId = await client.get('/analyses/none', { token: other.token });
    const bytes = ({ body }: typeof theirs) => JSON.stringify({ ...body, instance: '', request_id: '' });
    expect(theirs.status).toBe(404);
    expect(bytes(theirs)).toBe(bytes(nobodys));
    expect(bytes(theirs)).toBe(bytes(noId));
    expect((await client.get(`/analyses/${id}`)).status).toBe(401);
  });

  it('are deleted by their owner, at once and for good', async () => {
    const { id } = await analyze(owner, 'x = 2\n');
    expect((await client.delete(`/analyses/${id}`, { token: other.token })).status).toBe(404);
    expect((await client.delete(`/analyses/${id}`, { token: owner.token })).status).toBe(204);
    const { body } = await client.get('/analyses', { token: owner.token });
    expect(body.items.map((one: { id: string }) => one.id)).not.toContain(id);
    expect((await client.delete(`/analyses/${id}`, { token: owner.token })).status).toBe(404);
    const based = { code: 'x = 3\n', language: 'python', baseline: id };
    expect((await client.post('/analyze', { token: owner.token, body: based })).status).toBe(404);
  });

  it('are listed newest first, in pages that miss and repeat nothing', async () => {
    const made: string[] = [];
    for (let n = 0; n < 5; n++) made.unshift((await analyze(other, `x = ${n}\n`)).id);
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const query: string = cursor === null ? '' : `&cursor=${cursor}`;
      const { body } = await client.get(`/analyses?limit=2${query}`, { token: other.token });
      expect(body.items.length).toBeLessThanOrEqual(2);
      seen.push(...body.items.map((item: { id: string }) => item.id));
      cursor = body.next_cursor;
    } while (cursor !== null);
    expect(seen).toEqual(made);
  });

  it('say what each was about', async () => {
    const result = await analyze(owner, 'y = 2\n');
    const { body } = await client.get('/analyses?limit=1', { token: owner.token });
    expect(body.items).toEqual([
      {
        id: result.id,
        state: 'completed',
        created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
        language: 'python',
        filename: null,
        sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
        dangerous: false,
        partial: false,
        findings: 0,
      },
    ]);
  });

  it.each(['limit=0', 'limit=101', 'limit=x', 'cursor=1', 'page=2'])('refuses ?%s', async (query) => {
    const answer = await client.get(`/analyses?${query}`, { token: owner.token });
    expect(answer).toMatchObject({ status: 400, body: { code: 'validation_failed' } });
  });

  it('of anonymous callers are not kept', async () => {
    const { body } = await client.post('/analyze', { body: { code: 'x = 1\n', language: 'python' } });
    expect((await client.get(`/analyses/${body.id}`, { token: owner.token })).status).toBe(404);
  });
});
