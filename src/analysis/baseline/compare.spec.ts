import type { AnalyzeJob } from '../../engine/job.js';
import type { AnalysisReport, Finding } from '../../engine/report/analysis-report.js';
import { partialReport } from '../../engine/report/partial-report.js';
import type { LanguageId } from '../../engine/tree/syntax-tree.js';
import type { AnalysisResult } from '../results/analysis-result.js';
import { compare } from './compare.js';

const job: AnalyzeJob = { kind: 'analyze', code: 'x', language: 'python', filename: null };

function finding(id: string): Finding {
  return { rule_id: id, category: 'security', severity: 'high', fingerprint: id } as Finding;
}

function report(language: LanguageId, ...ids: string[]): AnalysisReport {
  return { ...partialReport('x', language, null, ''), partial: false, diagnostics: [], findings: ids.map(finding) };
}

function earlier(...ids: string[]): AnalysisResult {
  return { ...report('python', ...ids), id: 'earlier', duration_ms: 1 };
}

const languagesOf = (id: string): LanguageId[] | undefined =>
  (({ 'python/a': ['python'], 'general/b': ['python', 'go'] }) as Record<string, LanguageId[]>)[id];

function fixed(now: AnalysisReport, before: AnalysisResult, asked: Partial<AnalyzeJob> = {}): string[] {
  return compare(now, before, { ...job, ...asked }, languagesOf).fixed.map(({ rule_id: id }) => id);
}

describe('compare', () => {
  it('calls fixed what is gone and was looked for', () => {
    expect(fixed(report('python'), earlier('python/a', 'general/b'))).toEqual(['python/a', 'general/b']);
    expect(fixed(report('python'), earlier('python/a', 'general/b'), { rules: ['general/*'] })).toEqual(['general/b']);
  });

  it('does not call fixed what no rule looks for in this language, or at all any more', () => {
    expect(fixed(report('go'), earlier('python/a', 'general/b', 'python/removed'))).toEqual(['general/b']);
  });

  it('does not call fixed what may be among the findings that are not listed', () => {
    const abridged = { code: 'findings_abridged', message: 'm', rule_id: 'python/a' };
    expect(fixed({ ...report('python'), diagnostics: [abridged] }, earlier('python/a', 'general/b'))).toEqual([
      'general/b',
    ]);
    expect(fixed({ ...report('python'), partial: true }, earlier('python/a'))).toEqual([]);
  });

  it('asks the rules of the request for its own', () => {
    const own = { custom_rules: 'rules:\n  - id: mine\n' };
    expect(fixed(report('python'), earlier('custom/mine', 'custom/other'), own)).toEqual(['custom/mine']);
    expect(fixed(report('python'), earlier('custom/mine'))).toEqual([]);
    expect(fixed(report('python'), earlier('custom/mine'), { ...own, rules: ['mine'] })).toEqual(['custom/mine']);
  });

  it('does not count what its authors have suppressed, but tells its state', () => {
    const suppressed = { ...finding('general/b'), suppressed: { reason: 'read' } } as Finding;
    const now = { ...report('python', 'python/a'), findings: [finding('python/a'), suppressed] };
    const { baseline, findings } = compare(now, earlier(), job, languagesOf);
    expect(baseline.new).toBe(1);
    expect(findings.map(({ status }) => status)).toEqual(['new', 'new']);
  });
});
