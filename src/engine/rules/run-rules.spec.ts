import { parse } from '../parse/parser.js';
import { dangerVerdict } from './danger-verdict.js';
import { analyze } from '../analyze.js';
import { runJobRules } from './run-job-rules.js';
import { runRules, type RunOptions, type RuleRun } from './run-rules.js';
import { loadRules } from './load-rules.js';
import { globMatches } from './rule-set.js';
import type { LanguageId } from '../tree/syntax-tree.js';

async function run(code: string, language: LanguageId, options: RunOptions = {}): Promise<RuleRun> {
  return runRules(await parse(code, language), await loadRules(), options);
}

const injection = `from flask import request
def show(db):
    name = request.args["name"]
    db.execute("SELECT * FROM users WHERE name = '" + name + "'")
`;

describe('running rules', () => {
  it('reports an injection at its sink with the way from the source', async () => {
    const { findings } = await run(injection, 'python');
    const [finding] = findings.filter((one) => one.rule_id === 'python/sql-injection');
    expect(finding).toMatchObject({ severity: 'critical', cwe: ['CWE-89'], location: { start: { line: 4 } } });
    expect(finding?.trace?.map((step) => step.location.start.line)).toEqual([3, 3, 4]);
  });

  it.each<[string, LanguageId, string, string, number]>([
    [
      'the entry of an option object',
      'javascript',
      'javascript/session-cookie-insecure',
      "app.use(\n  session({\n    name: 'sid',\n    cookie: { httpOnly: true, secure: false },\n  }),\n);\n",
      4,
    ],
    [
      'the entry of an array',
      'php',
      'php/tls-verification-off-options',
      '<?php\ncurl_setopt_array($h, [\n    CURLOPT_TIMEOUT => 10,\n    CURLOPT_SSL_VERIFYPEER => false,\n]);\n',
      4,
    ],
    [
      'the link of a chain',
      'rust',
      'rust/tls-not-verified',
      'fn f() {\n    let b = Client::builder()\n        .timeout(t)\n        .danger_accept_invalid_certs(true);\n}\n',
      4,
    ],
    [
      'the whole call on one line',
      'rust',
      'rust/tls-not-verified',
      'fn f() {\n    let b = Client::builder().danger_accept_invalid_certs(true);\n}\n',
      2,
    ],
  ])('points at %s', async (_what, language, id, code, line) => {
    const { findings } = await run(code, language);
    const [finding] = findings.filter(({ rule_id }) => rule_id === id);
    expect(finding?.location.start.line).toBe(line);
  });

  it('knows functions by what they were imported as', async () => {
    const { findings } = await run('from os import system as run\ndef f(a):\n    run("ls " + a)\n', 'python');
    expect(findings.map((one) => one.rule_id)).toContain('python/command-injection');
  });

  it('says nothing about code that never runs', async () => {
    const { findings } = await run(injection.replace('    db.', '    if False:\n        db.'), 'python');
    expect(findings).toEqual([]);
  });

  it('reports one weakness of one line once', async () => {
    const { findings } = await run(
      'import os\nfrom flask import request\nos.system("a " + request.args["x"])\n',
      'python',
    );
    expect(findings.filter((one) => one.cwe.includes('CWE-78'))).toHaveLength(1);
  });

  it('does not run what the selection leaves out', async () => {
    const all = await run(injection, 'python');
    const some = await run(injection, 'python', { categories: ['memory'] });
    expect(some.findings).toEqual([]);
    expect(some.rulesRun).toBeLessThan(all.rulesRun);
    expect((await run(injection, 'python', { rules: ['python/sql-*'] })).findings).toHaveLength(1);
    expect((await run('def f(a, b=[]):\n    return b\n', 'python', { minSeverity: 'high' })).findings).toEqual([]);
  });

  it('gives the dangerous verdict whatever the selection shows', async () => {
    const shell =
      "import socket, os, subprocess\ns = socket.socket()\nos.dup2(s.fileno(), 0)\nsubprocess.call(['/bin/sh', '-i'])\n";
    const { dangerous, findings } = await run(shell, 'python', { categories: ['testing'] });
    expect(dangerous).toBe(true);
    expect(findings).toEqual([]);
  });

  it('does not call administration dangerous', async () => {
    const admin =
      'import os, shutil\nshutil.rmtree("/tmp/build")\nos.system("crontab -l")\nkey = open("/home/a/.ssh/id_rsa").read()\n';
    expect((await run(admin, 'python')).dangerous).toBe(false);
  });

  it('gives the same answer twice', async () => {
    expect(await run(injection, 'python')).toEqual(await run(injection, 'python'));
  });

  it('tells which rule has more findings than are listed, and what no rule is named by', async () => {
    const at = async (count: number, rules?: string[]): Promise<unknown> => {
      const code = 'eval(input())\n'.repeat(count);
      const job = { kind: 'analyze' as const, code, language: 'python' as const, filename: null };
      const { findings, diagnostics } = await analyze({ ...job, ...(rules ? { rules } : {}) }, runJobRules);
      return [findings.length, ...diagnostics.map(({ code: what, rule_id: id }) => [what, id])];
    };
    expect(await at(50)).toEqual([50]);
    expect(await at(51)).toEqual([50, ['findings_abridged', 'python/code-injection']]);
    expect(await at(51, ['python/sql-*'])).toEqual([0]);
    expect(await at(1, ['pyton/*', '*/code-injection'])).toEqual([1, ['no_such_rule', undefined]]);
  });

  it.each(['# NEST', 'x = "NEST"', 'x = NEST'])(
    'is not led away from a program by a nest beside it: %s',
    async (line) => {
      const code = `${injection}${line.replace('NEST', '('.repeat(400))}\n`;
      const job = { kind: 'analyze' as const, code, language: 'python' as const, filename: null };
      const { findings, partial, diagnostics } = await analyze(job, runJobRules);
      expect(findings.map(({ rule_id: id }) => id)).toContain('python/sql-injection');
      expect([partial, diagnostics[0]?.code]).toEqual([true, 'analysis_incomplete']);
    },
  );

  it('ends on hostile repetition', async () => {
    const { findings } = await run('"password"+'.repeat(9000) + '1', 'javascript');
    expect(findings.length).toBeLessThan(200);
    // One chain of 45,000 links: what stands around a link is asked of each.
    expect((await run(`a${'.b'.repeat(45_000)};`, 'javascript')).rulesRun).toBeGreaterThan(0);
  });
});

describe('the dangerous verdict', () => {
  const location = { start: { line: 1, column: 1, offset: 0 }, end: { line: 1, column: 2, offset: 1 } };
  const signal = (name: string, certain = false): Parameters<typeof dangerVerdict>[0][number] => ({
    signal: name,
    certain,
    ruleId: `dangerous/${name}`,
    location,
  });

  it('needs one certain signal or two independent ones', () => {
    expect(dangerVerdict([signal('keylogger')])).toBe(false);
    expect(dangerVerdict([signal('keylogger'), signal('keylogger')])).toBe(false);
    expect(dangerVerdict([signal('keylogger'), signal('exfiltration-channel')])).toBe(true);
    expect(dangerVerdict([signal('miner', true)])).toBe(true);
  });
});

describe('rule globs', () => {
  it.each([
    ['python/*', 'python/sql-injection', true],
    ['*/sql-injection', 'java/sql-injection', true],
    ['*sql*', 'java/sql-injection', true],
    ['python/sql-injection', 'python/sql-injection', true],
    ['python', 'python/sql-injection', false],
    ['a*a', 'a', false],
    ['java/*', 'javascript/x', false],
  ])('%s on %s: %s', (glob, id, expected) => {
    expect(globMatches(glob, id)).toBe(expected);
  });
});
