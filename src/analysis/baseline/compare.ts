import type { AnalyzeJob } from '../../engine/job.js';
import type { AnalysisReport, Finding } from '../../engine/report/analysis-report.js';
import { severities } from '../../engine/report/analysis-report.js';
import { globMatches } from '../../engine/rules/rule-set.js';
import type { AnalysisResult, BaselineSummary, ComparedFinding } from '../results/analysis-result.js';

export interface Comparison {
  findings: ComparedFinding[];
  /** Findings of the baseline that are gone. */
  fixed: Finding[];
  baseline: BaselineSummary;
}

/**
 * Tells each finding's state against an earlier analysis, by fingerprint: in both `unchanged`; here alone `new`, or
 * `reopened` when the earlier analysis said that it was fixed. What this analysis did not look for (another selection of
 * rules, or a budget that ended it early) is not called fixed.
 */
export function compare(report: AnalysisReport, earlier: AnalysisResult, job: AnalyzeJob): Comparison {
  const before = new Set(earlier.findings.map(({ fingerprint }) => fingerprint));
  const fixedBefore = new Set((earlier.fixed ?? []).map(({ fingerprint }) => fingerprint));
  const now = new Set(report.findings.map(({ fingerprint }) => fingerprint));
  const findings = report.findings.map((finding): ComparedFinding => {
    const { fingerprint } = finding;
    if (before.has(fingerprint)) return { ...finding, status: 'unchanged' };
    return { ...finding, status: fixedBefore.has(fingerprint) ? 'reopened' : 'new' };
  });
  const gone = earlier.findings.filter(({ fingerprint }) => !now.has(fingerprint));
  const fixed = report.partial ? [] : gone.filter((finding) => lookedFor(finding, job)).map(withoutState);
  const count = (status: ComparedFinding['status']): number => findings.filter((one) => one.status === status).length;
  return {
    findings,
    fixed,
    baseline: {
      id: earlier.id,
      new: count('new'),
      unchanged: count('unchanged'),
      reopened: count('reopened'),
      fixed: fixed.length,
    },
  };
}

function withoutState({ status: _status, ...finding }: ComparedFinding): Finding {
  return finding;
}

function lookedFor({ rule_id: id, category, severity }: Finding, job: AnalyzeJob): boolean {
  if (id.startsWith('custom/') && job.custom_rules === undefined) return false;
  if (job.categories && !job.categories.includes(category)) return false;
  if (job.rules && !job.rules.some((glob) => globMatches(glob, id))) return false;
  return job.min_severity === undefined || severities.indexOf(severity) <= severities.indexOf(job.min_severity);
}
