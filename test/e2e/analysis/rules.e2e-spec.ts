import { type Api, api } from '../../support/api.js';
import { describeOnce } from '../../support/independent.js';
import { type Service, startService } from '../../support/service.js';

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

  it('are found by words, weakness and tag, in pages', async () => {
    const { body } = await client.get('/rules?query=sql%20injection&cwe=CWE-89&tag=taint');
    expect(body.total).toBe(body.items.length);
    expect(body.items.map((one: { id: string }) => one.id)).toContain('python/sql-injection');
    const seen: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const page: { body: { items: { id: string }[]; next_cursor: string | null } } = await client.get(
        `/rules?category=security&limit=40${cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`}`,
      );
      seen.push(...page.body.items.map(({ id }) => id));
      cursor = page.body.next_cursor;
    }
    const all = await client.get('/rules?category=security');
    expect(seen).toEqual(all.body.items.map((one: { id: string }) => one.id));
    expect((await client.get('/rules/python/sql-injection')).body.help).toContain('```python');
  });

  it('of a caller are checked, with the place of every mistake, and tried', async () => {
    const file =
      'rules:\n  - id: a\n    patern: x\n    languages: [python]\n    severity: WARNING\n    message: m\n    patterns:\n      - pattern: f(\n      - metavariable-regex: {metavariable: $X, regex: "(a"}\n';
    const wrong = await client.post('/rules/validate', { body: { rules: file } });
    expect(wrong).toMatchObject({ status: 200, body: { valid: false, dry_run: null } });
    expect(
      wrong.body.errors.map(({ pointer, line, column, code }: Record<string, unknown>) => [
        pointer,
        line,
        column,
        code,
      ]),
    ).toEqual([
      ['/rules/0/patern', 3, 5, 'unknown_key'],
      ['/rules/0/patterns/0/pattern', 8, 18, 'pattern'],
      ['/rules/0/patterns/1/metavariable-regex/regex', 9, 55, 'regex'],
    ]);
    expect(wrong.body.errors[0].message).toContain('did you mean "pattern"?');
    const rules = 'rules:\n  - {id: b, languages: [py], severity: INFO, message: Found $X, pattern: f($X)}\n';
    const right = await client.post('/rules/validate', { body: { rules, code: 'f(1)\ng(2)\n' } });
    expect(right.body).toMatchObject({ valid: true, errors: [], dry_run: { language: 'python', partial: false } });
    expect(right.body.dry_run.findings).toMatchObject([{ rule_id: 'custom/b', message: 'Found 1', severity: 'info' }]);
    expect(right.body.dry_run.rules).toMatchObject([{ id: 'custom/b', findings: 1 }]);
    expect((await client.post('/rules/validate', { body: { rules: 5 } })).status).toBe(400);
  });

  it('answer 404 for a rule that is not there, 400 for a filter that cannot be', async () => {
    expect(await client.get('/rules/python/none')).toMatchObject({ status: 404, body: { code: 'not_found' } });
    expect((await client.get('/rules?severity=awful')).status).toBe(400);
    expect((await client.get('/rules?colour=red')).status).toBe(400);
  });

  it('name what can be analysed', async () => {
    const { body } = await client.get('/languages');
    expect(body.items.map((one: { id: string }) => one.id)).toEqual([
      'python',
      'javascript',
      'typescript',
      'java',
      'csharp',
      'cpp',
      'c',
      'go',
      'php',
      'ruby',
      'rust',
    ]);
    for (const language of body.items) expect(language.rules).toBeGreaterThan(0);
  });
});
