import { type Api, api } from '../support/api.js';
import { describeOnce } from '../support/independent.js';
import { type Service, startService } from '../support/service.js';

describeOnce('rules and languages', () => {
  let service: Service;
  let client: Api;

  beforeAll(async () => {
    service = await startService();
    client = api(service);
  });
  afterAll(() => service.stop());

  it('are public, each rule in the list and by its id', async () => {
    const { status, body } = await client.get('/rules');
    expect(status).toBe(200);
    expect(body.items.length).toBeGreaterThanOrEqual(60);
    const [first] = body.items;
    const plain = await client.get(`/rules/${first.id}`);
    const escaped = await client.get(`/rules/${encodeURIComponent(first.id)}`);
    expect(plain.body).toMatchObject(first);
    expect(escaped.body).toEqual(plain.body);
    expect(Object.keys(plain.body.examples).length).toBeGreaterThan(0);
  });

  it('are narrowed by language, category and severity', async () => {
    const { body } = await client.get('/rules?language=java&category=security&severity=high');
    expect(body.items.length).toBeGreaterThan(0);
    for (const rule of body.items) {
      expect(rule).toMatchObject({ category: 'security', severity: 'high' });
      expect(rule.languages).toContain('java');
    }
  });

  it('answer 404 for a rule that is not there, 400 for a filter that cannot be', async () => {
    expect(await client.get('/rules/python/none')).toMatchObject({ status: 404, body: { code: 'not_found' } });
    expect((await client.get('/rules?severity=awful')).status).toBe(400);
    expect((await client.get('/rules?colour=red')).status).toBe(400);
  });

  it('name what can be analysed', async () => {
    const { body } = await client.get('/languages');
    expect(body.items.map((one: { id: string }) => one.id)).toEqual(['python', 'javascript', 'typescript', 'java']);
    for (const language of body.items) expect(language.rules).toBeGreaterThan(0);
  });
});
