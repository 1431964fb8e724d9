import { parse } from '../../parse/parser.js';
import type { LanguageId } from '../../tree/syntax-tree.js';
import { SourceFile } from '../source-file.js';
import { runTenantRules, type TenantRun } from './run-tenant-rules.js';
import { readTenantRules } from './tenant-rule.js';

const head = (language: string): string => `rules:
  - id: my-rule
    message: Found $X here.
    severity: ERROR
    languages: [${language}]
`;

async function run(
  yaml: string,
  code: string,
  language: LanguageId,
  filename: string | null = null,
): Promise<TenantRun> {
  const { rules, faults } = readTenantRules(yaml);
  expect(faults).toEqual([]);
  const result = await runTenantRules(new SourceFile(await parse(code, language), filename), rules);
  expect(faults).toEqual([]);
  return result;
}

/** The lines a rule of this body finds. */
async function lines(body: string, code: string, language: LanguageId = 'python'): Promise<number[]> {
  const indented = body.replace(/^/gm, '    ');
  const { findings } = await run(head(language) + indented, code, language);
  return findings.map(({ location }) => location.start.line);
}

describe('rules of tenants', () => {
  it('match a pattern, name what they found and map severity and metadata', async () => {
    const { findings } = await run(
      `${head('py')}    pattern: eval($X)
    metadata:
      cwe: "CWE-95: Improper Neutralization"
      owasp: [A03:2021 - Injection]
      confidence: HIGH
      category: security
`,
      'eval(a)\nprint(eval(b + 1))\n',
      'python',
    );
    expect(findings.map(({ message }) => message)).toEqual(['Found a here.', 'Found b + 1 here.']);
    expect(findings[0]).toMatchObject({
      rule_id: 'custom/my-rule',
      severity: 'high',
      confidence: 0.9,
      category: 'security',
      cwe: ['CWE-95'],
      owasp: ['A03:2021'],
    });
  });

  it('combine patterns: inside, not, not-inside', async () => {
    const body = `patterns:
  - pattern: $DB.execute($X)
  - pattern-not: $DB.execute("...")
  - pattern-inside: |
      def $F(...):
        ...
  - pattern-not-inside: |
      @safe
      def $F(...):
        ...
`;
    const code = 'db.execute(q)\ndef f(q):\n  db.execute(q)\n  db.execute("a")\n@safe\ndef g(q):\n  db.execute(q)\n';
    expect(await lines(body, code)).toEqual([3]);
  });

  it('follow statements: what is bound in one is the same in the next', async () => {
    const body = `pattern: |
  $X = open(...)
  ...
  $X.read()
`;
    expect(await lines(body, 'a = open("x")\nb = 1\na.read()\n\nc = open("y")\nd.read()\n')).toEqual([1]);
    const nested = 'def f():\n  a = open("x")\n  if b:\n    y = a.read()\n';
    expect(await lines(body, nested)).toEqual([2]);
  });

  it('take an import and what comes after it', async () => {
    const body = `patterns:
  - pattern-inside: |
      import flask
      ...
  - pattern: run($X)
`;
    expect(await lines(body, 'import flask\nrun(1)\ndef f():\n  run(2)\n')).toEqual([2, 4]);
    expect(await lines(body, 'import os\nrun(1)\n')).toEqual([]);
  });

  it('narrow to a metavariable and ask its text, its pattern, its value', async () => {
    const focus = `patterns:
  - pattern: f(..., $K=$V, ...)
  - metavariable-regex: {metavariable: $K, regex: (?i)pass(word)?$}
  - metavariable-pattern:
      metavariable: $V
      patterns: [{pattern: '"..."'}, {pattern-not: '""'}]
  - focus-metavariable: $V
`;
    const { findings } = await run(
      head('python') + focus.replace(/^/gm, '    '),
      'f(a=1, Password="x", b=2)\nf(password="")\nf(password=v)\n',
      'python',
    );
    expect(findings.map(({ location }) => [location.start.line, location.start.column])).toEqual([[1, 17]]);
    const compared = (comparison: string): string =>
      `patterns:\n  - pattern: chmod($P, $MODE)\n  - metavariable-comparison: {metavariable: $MODE, comparison: '${comparison}'}\n`;
    const code = 'chmod(a, 0o777)\nchmod(b, 0o600)\nm = 0o777\nchmod(c, m)\n';
    expect(await lines(compared('$MODE > 0o700'.replace('0o700', '448')), code)).toEqual([1, 4]);
    expect(await lines(compared('int($MODE) in [384, 1] and not $MODE == 5'), code)).toEqual([2]);
  });

  it('search text, and leave out what another text covers', async () => {
    expect(await lines('pattern-regex: TODO\\(\\w+\\)', '# TODO(me)\nx = 1 # TODO\n')).toEqual([1]);
    const both = 'patterns:\n  - pattern-regex: secret_\\w+\n  - pattern-not-regex: secret_test\\w*\n';
    expect(await lines(both, 'a = "secret_abc"\nb = "secret_test1"\n')).toEqual([1]);
  });

  it.each([
    ['javascript', '$X.innerHTML = $Y', 'a.innerHTML = b;\nconst c = d;\n', [1]],
    ['javascript', '$X = foo(...)', 'const a = foo(1);\nb = foo();\nlet c = bar();\n', [1, 2]],
    [
      'javascript',
      'function $F(..., $REQ, ...) { ... }',
      'function a(x, y) {}\nconst g = (z) => { return z; };\n',
      [1, 2],
    ],
    ['javascript', 'app.get(..., (req, res) => { ... })', "app.get('/a', (req, res) => { res.send(1); });\n", [1]],
    ['javascript', 'if (<... $X == null ...>) { ... }', 'if (a && b == null) { c(); }\nif (a) { c(); }\n', [1]],
    ['javascript', '$X. ... .save($Y)', 'db.users.find().save(1);\ndb.load(2);\n', [1]],
    ['javascript', 'f({..., a: $X, ...})', 'f({ b: 1, a: 2 });\nf({ b: 1 });\n', [1]],
    ['javascript', 'new $C(...)', 'new A(1);\na(1);\n', [1]],
    ['javascript', '`...${$X}...`', 'q(`select ${a} b`);\nq(`x`);\n', [1]],
    ['typescript', 'function $F($REQ: $T) { ... }', 'function a(x: B) {}\n', [1]],
    ['typescript', '($X: Request).query', 'function f(a: Request, b: Foo) {\n a.query;\n b.query;\n}\n', [2]],
    ['python', 'def $F(..., $A=[], ...): ...', 'def f(a, b=[]):\n  return b\ndef g(a):\n  return a\n', [1]],
    ['python', '$X == $X', 'a == a\na == b\n', [1]],
    [
      'python',
      'requests.get(..., verify=False, ...)',
      'import requests as r\nr.get("x", verify=False)\nr.get("x")\n',
      [2],
    ],
    ['python', 'f"...{$X}..."', 'q(f"select {a} b")\nq("x")\n', [1]],
    ['python', 'except $E: pass', '', []],
    ['python', 'open($F, $...MODE)', 'open(a, "r", 1)\nclose(a)\n', [1]],
    [
      'java',
      '(HttpServletRequest $REQ).getParameter(...)',
      'class A { void f(HttpServletRequest a, Other b) {\n a.getParameter("x");\n b.getParameter("x");\n} }\n',
      [2],
    ],
    ['java', '$T $X = new Random();', 'class A { void f() {\n Random r = new Random();\n int b = 1;\n} }\n', [2]],
    [
      'java',
      'public $R $F(..., String $A, ...) { ... }',
      'class A {\n public void f(int b, String c) { g(); }\n}\n',
      [2],
    ],
    [
      'java',
      'class $C extends HttpServlet { ... }',
      'class A extends HttpServlet { int b; void f() {} }\nclass B { }\n',
      [1],
    ],
    [
      'java',
      '@RequestMapping(...) $R $F(...) { ... }',
      'class A {\n @RequestMapping("/a") public String f(String b) { return b; }\n void g() {}\n}\n',
      [2],
    ],
    [
      'java',
      'try { ... } catch ($E $X) { }',
      'class A { void f() {\n try { g(); } catch (Exception e) { }\n try { g(); } catch (Exception e) { h(); }\n} }\n',
      [2],
    ],
    [
      'java',
      'MessageDigest.getInstance("=~/MD5/")',
      'class A { void f() {\n MessageDigest.getInstance("MD5");\n} }\n',
      [2],
    ],
  ] as const)('in %s: %s', async (language, pattern, code, expected) => {
    if (code === '') return;
    expect(await lines(`pattern: ${JSON.stringify(pattern)}\n`, code, language)).toEqual(expected);
  });

  it('follow taint from sources to sinks, through helpers, and stop at sanitizers', async () => {
    const body = `mode: taint
pattern-sources:
  - pattern: get_input(...)
  - patterns:
      - pattern-inside: |
          def handle($REQ, ...):
            ...
      - focus-metavariable: $REQ
pattern-sanitizers:
  - pattern: clean(...)
pattern-sinks:
  - pattern: run(...)
`;
    const code = [
      'def helper(v):',
      '  return "x" + v',
      'a = get_input()',
      'run(helper(a))',
      'run(clean(a))',
      'run("a")',
      'b = clean(a)',
      'run(b)',
      'def handle(req, other):',
      '  c = req.name',
      '  run(c)',
      '  run(other)',
      '',
    ].join('\n');
    expect(await lines(body, code)).toEqual([4, 11]);
    const { findings } = await run(head('python') + body.replace(/^/gm, '    '), code, 'python');
    expect(findings[0]?.trace?.map(({ location }) => location.start.line)).toEqual([3, 3, 1, 4, 4]);
  });

  it('follow what propagators hand on, and what is tainted or clean by side effect', async () => {
    const body = `mode: taint
pattern-sources:
  - pattern: source()
pattern-propagators:
  - pattern: $TO.push($FROM)
    from: $FROM
    to: $TO
pattern-sanitizers:
  - by-side-effect: true
    patterns: [{pattern: check($X)}, {focus-metavariable: $X}]
pattern-sinks:
  - patterns: [{pattern: 'sink($S, ...)'}, {focus-metavariable: $S}]
`;
    const code =
      'let q = make();\nq.push(source());\nsink(q);\nlet s = source();\nsink(1, s);\nsink(s);\ncheck(s);\nsink(s);\n';
    expect(await lines(body, code, 'javascript')).toEqual([3, 6]);
  });

  it('find nothing by names that every object of the interpreter has', async () => {
    const comparing = (text: string): string => `patterns:
  - pattern: f($X)
  - metavariable-comparison: {metavariable: $X, comparison: '${text}'}
`;
    for (const name of ['__proto__', 'toString', 'valueOf', 'hasOwnProperty']) {
      const { faults } = readTenantRules(head('python') + comparing(`${name}(1)`).replace(/^/gm, '    '));
      expect(faults).toMatchObject([{ message: `"${name}" is not known here`, line: 8 }]);
    }
    const { findings } = await run(
      `${head('python')}    pattern: f($X)\n    metadata: {category: constructor, confidence: high}\n`,
      'f(1)\n',
      'python',
    );
    expect(findings).toMatchObject([{ category: 'correctness', confidence: 0.9 }]);
  });

  it('name the line of an alias that stands within what it names, and of aliases that multiply', () => {
    const loop = '    patterns: &p\n      - pattern: f($X)\n      - pattern-either: *p\n';
    expect(readTenantRules(head('python') + loop).faults.map(({ line }) => line)).toContain(8);
    const list = (letter: string, of: string): string =>
      `      ${letter}: &${letter} [${Array(9).fill(of).join(', ')}]\n`;
    const bomb = ['a', 'b', 'c', 'd', 'e'].map((one, at, all) => list(one, at === 0 ? 'x' : `*${all[at - 1] ?? ''}`));
    const many = `    pattern: f($X)\n    metadata:\n${bomb.join('')}      confidence: *e\n`;
    expect(readTenantRules(head('python') + many).faults).toMatchObject([
      { line: 12, message: 'holds aliases that name nothing, or too much' },
      { line: 12 },
    ]);
  });

  it('find no place of no characters, and keep both characters of a class', async () => {
    expect(await lines("pattern-regex: 'x*'\n", 'a = 1\nxx = 2\n')).toEqual([2]);
    expect(await lines("pattern-regex: 'a[*+]b'\n", 'a*b\na+b\na-b\n')).toEqual([1, 2]);
    expect(await lines("pattern-regex: 'a++b'\n", 'aaab\n')).toEqual([1]);
    const { faults } = readTenantRules(`${head('python')}    pattern-regex: ""\n`);
    expect(faults).toMatchObject([{ code: 'regex', message: 'the regular expression is empty' }]);
  });

  it.each([
    ['- focus-metavariable: $Y', '$Y'],
    ['- focus-metavariable: [$X, $Z]', '$Z'],
    ['- metavariable-regex: {metavariable: $Y, regex: a}', '$Y'],
    ['- metavariable-pattern: {metavariable: $Y, pattern: a}', '$Y'],
    ['- metavariable-comparison: {metavariable: $Y, comparison: $Y > 1}', '$Y'],
  ])('name a metavariable that nothing holds: %s', (operator, name) => {
    const text = (pattern: string): string => `${head('python')}    patterns:\n      - ${pattern}\n      ${operator}\n`;
    const message = `"${name}" is in no pattern here, so nothing would ever be found`;
    const { faults } = readTenantRules(text('pattern: f($X)'));
    expect(faults).toMatchObject([{ code: 'invalid', line: 8, message }]);
    const held = `pattern-inside: "def $F(..., ${name}, ...): ..."\n      - pattern: f($X)`;
    expect(readTenantRules(text(held)).faults).toEqual([]);
    expect(readTenantRules(text(`pattern-not: g(${name})\n      - pattern: f($X)`)).faults).toHaveLength(1);
  });

  it('are told once, and in our words, that they nest too deep or are several files', () => {
    const { faults } = readTenantRules(`rules: ${'['.repeat(20_000)}${']'.repeat(20_000)}`);
    expect(faults).toMatchObject([{ code: 'yaml', line: 1, message: 'the file nests too deep' }]);
    expect(readTenantRules('rules: []\n---\nrules: []\n').faults).toMatchObject([
      { code: 'yaml', line: 2, message: 'the file must be one document' },
    ]);
  });

  it('tell which has more findings than are listed', async () => {
    const many = (count: number): Promise<TenantRun> =>
      run(`${head('python')}    pattern: f($X)\n`, 'f(1)\n'.repeat(count), 'python');
    expect((await many(100)).abridged).toEqual([]);
    expect(await many(101)).toMatchObject({ abridged: ['custom/my-rule'], incomplete: [] });
    expect((await many(300)).findings).toHaveLength(100);
  });

  it('are cut at the budget of the flow, however much is source and sink', async () => {
    const all = ['sources', 'sinks'].map((part) => `    pattern-${part}: [{pattern: $X}]\n`).join('');
    const yaml = (count: number): string =>
      Array.from({ length: count }, (_, at) =>
        `${head('python')}    mode: taint\n${all}`
          .replace('my-rule', `rule-${at}`)
          .replace(at > 0 ? 'rules:\n' : '', ''),
      ).join('');
    const code = Array.from({ length: 900 }, (_, at) => `x${at} = f(x${at + 1}, a + b)\n`).join('');
    expect((await run(yaml(1), code, 'python')).incomplete).toEqual([]);
    const { incomplete, rulesRun } = await run(yaml(40), code, 'python');
    expect(rulesRun).toBe(40);
    expect(incomplete.length).toBeGreaterThan(10);
  });
});
