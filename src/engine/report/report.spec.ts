import type { AnalyzeJob } from '../job.js';
import { analyze, type RuleRunner } from '../analyze.js';
import type { LanguageId, SyntaxTree } from '../tree/syntax-tree.js';
import type { AnalysisReport, Category, Severity } from './analysis-report.js';

/** Rules of the test: every call of a name in the table is a finding of that rule. */
const table: Readonly<Record<string, { category: Category; severity: Severity }>> = {
  critical: { category: 'security', severity: 'critical' },
  low: { category: 'code_smell', severity: 'low' },
  slow: { category: 'performance', severity: 'medium' },
};

const runCalls: RuleRunner = (tree: SyntaxTree) => ({
  findings: Object.entries(table).flatMap(([name, { category, severity }]) =>
    tree.callsTo(name).map((call) => ({
      rule_id: `test/${name}`,
      category,
      severity,
      confidence: 0.9,
      message: `Do not call ${name}. It hurts.`,
      cwe: [],
      owasp: [],
      location: { start: tree.position(call.start), end: tree.position(call.end) },
      references: [],
    })),
  ),
  rulesRun: Object.keys(table).length,
  dangerous: tree.callsTo('harm').length > 0,
  partial: tree.callsTo('exhaust').length > 0,
});

function report(code: string, language: LanguageId | null = 'javascript', filename: string | null = null) {
  const job: AnalyzeJob = { kind: 'analyze', code, language, filename };
  return analyze(job, runCalls);
}

const fingerprintsOf = (one: AnalysisReport): string[] => one.findings.map((finding) => finding.fingerprint);

describe('a report', () => {
  it('names the most severe first, and within a severity goes down the source', async () => {
    const { findings } = await report('low(1);\ncritical(2);\nslow(3);\ncritical(4);');
    expect(findings.map(({ rule_id, location }) => [rule_id, location.start.line])).toEqual([
      ['test/critical', 2],
      ['test/critical', 4],
      ['test/slow', 3],
      ['test/low', 1],
    ]);
  });

  it('is the same, byte by byte, each time', async () => {
    const code = 'function f() {\n  critical(low(1), slow(2));\n}\n'.repeat(20);
    expect(JSON.stringify(await report(code))).toBe(JSON.stringify(await report(code)));
  });

  it('gives findings fingerprints that live through changes above and around', async () => {
    const before = await report('function f() {\n  critical(1);\n  critical(1);\n}\n');
    const after = await report(
      '// new\nfunction g() { return 1; }\nfunction f() {\n\n    critical(1);\n    critical( 1 );\n}\n',
    );
    expect(fingerprintsOf(after)).toEqual(fingerprintsOf(before));
    expect(new Set(fingerprintsOf(before)).size).toBe(2);
    const elsewhere = await report('function other() {\n  critical(1);\n}\n');
    expect(fingerprintsOf(before)).not.toContain(fingerprintsOf(elsewhere)[0]);
  });

  it('shows the lines of a finding, of an endless line the part around it', async () => {
    const [finding] = (await report('if (a) {\n    critical(\n      1,\n    );\n}')).findings;
    expect(finding?.snippet).toBe('critical(\n  1,\n);');
    const [inLine] = (await report(`${'x = 1; '.repeat(500)}critical(1);`)).findings;
    expect(inLine?.snippet).toContain('critical(1)');
    expect(inLine?.snippet.length).toBeLessThanOrEqual(400);
  });

  it('trusts findings less in a function that could not be read whole', async () => {
    const { findings, diagnostics } = await report(
      'function f() { critical(1); let = = ; }\nfunction g() { critical(2); }',
    );
    expect(findings.map((finding) => finding.confidence)).toEqual([0.63, 0.9]);
    expect(diagnostics.map((diagnostic) => diagnostic.code)).toContain('syntax_error');
  });

  it('is partial when the rules ran out of budget, or findings are left out', async () => {
    expect((await report('exhaust()')).partial).toBe(true);
    const many = await report('low(1);\n'.repeat(1_200));
    expect(many.partial).toBe(true);
    expect(many.findings).toHaveLength(1_000);
    expect(many.diagnostics[0]).toEqual({
      code: 'analysis_incomplete',
      message: '200 findings beyond the first 1000 are not listed.',
    });
  });

  it('scores fall with findings, a critical one caps security however long the source', async () => {
    const clean = await report('const a = 1;\n'.repeat(50));
    expect(clean.scores).toMatchObject({ security: 100, performance: 100 });
    const one = await report(`critical(1);\n${'f(1);\n'.repeat(10_000)}`);
    expect(one.scores.security).toBe(40);
    expect(one.scores.overall).toBeLessThan(clean.scores.overall);
    const slow = await report(`slow(1);\n`);
    expect(slow.scores).toMatchObject({ security: 100, performance: 74 });
    const harmful = await report('harm();');
    expect(harmful.dangerous).toBe(true);
    expect(harmful.scores).toMatchObject({ security: 10, overall: 10 });
  });

  it('suggests once per rule, the most worthwhile first, and names the places', async () => {
    const { suggestions, findings } = await report('low(1);\nlow(2);\ncritical(3);');
    expect(suggestions).toEqual([
      {
        title: 'Do not call critical',
        detail: 'Line 3. Do not call critical. It hurts.',
        impact: 'high',
        effort: 'low',
        fingerprints: [findings[0]?.fingerprint],
      },
      {
        title: 'Do not call low',
        detail: 'Lines 1, 2. Do not call low. It hurts.',
        impact: 'low',
        effort: 'low',
        fingerprints: findings.slice(1).map((finding) => finding.fingerprint),
      },
    ]);
  });

  it('suspects another language when the named one hardly fits', async () => {
    const { diagnostics, language } = await report(
      'def f(x):\n    return x ** 2\n\nclass A(B):\n    pass\n'.repeat(5),
      'java',
    );
    expect(language).toBe('java');
    expect(diagnostics[0]).toEqual({
      code: 'language_mismatch',
      message: 'This hardly reads as Java; it looks like Python.',
    });
  });

  it('of code that nests too deep is partial, and counts its lines', async () => {
    const deep = await report(`x = 1\n\n${'('.repeat(300)}`);
    expect(deep).toMatchObject({ partial: true, findings: [], metrics: { lines_of_code: 2, blank_lines: 1 } });
  });

  it.each([
    ['', 'empty_code'],
    ['\0\0', 'binary_code'],
    ['The quick brown fox, and nothing else.', 'unknown_language'],
  ])('refuses %j', async (code, refusal) => {
    await expect(report(code, null)).rejects.toMatchObject({ name: 'EngineRefusalError', code: refusal });
  });
});
