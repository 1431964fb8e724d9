import type { AnalyzeJob } from '../../engine/job.js';
import type { AnalysisReport, Finding } from '../../engine/report/analysis-report.js';
import { severities } from '../../engine/report/analysis-report.js';
import { names } from '../../engine/suppressions/suppress.js';
import type { LanguageId } from '../../engine/tree/syntax-tree.js';
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
 * rules, another language, a budget that ended it early, a rule that had more to say than is listed) is not called fixed.
 * @param languagesOf a built-in rule's; undefined when there is no such rule (any more).
 */
export function compare(
  report: AnalysisReport,
  earlier: AnalysisResult,
  job: AnalyzeJob,
  languagesOf: (ruleId: string) => readonly LanguageId[] | undefined,
): Comparison {
  const before = new Set(earlier.findings.map(({ fingerprint }) => fingerprint));
  const fixedBefore = new Set((earlier.fixed ?? []).map(({ fingerprint }) => fingerprint));
  const now = new Set(report.findings.map(({ fingerprint }) => fingerprint));
  const findings = report.findings.map((finding): ComparedFinding => {
    const { fingerprint } = finding;
    if (before.has(fingerprint)) return { ...finding, status: 'unchanged' };
    return { ...finding, status: fixedBefore.has(fingerprint) ? 'reopened' : 'new' };
  });
  const gone = earlier.findings.filter(({ fingerprint }) => !now.has(fingerprint));
  const abridged = new Set(report.diagnostics.map(({ rule_id: id }) => id));
  const isKnown = ({ rule_id: id }: Finding): boolean =>
    id.startsWith(tenantPrefix) ? bringsRule(job, id) : (languagesOf(id)?.includes(report.language) ?? false);
  const fixed = report.partial
    ? []
    : gone.filter((one) => isKnown(one) && !abridged.has(one.rule_id) && isWanted(one, job)).map(withoutState);
  // A job fails on what is new: what its authors have answered in the source is told, and not counted.
  const open = findings.filter(({ suppressed }) => suppressed === undefined);
  const count = (status: ComparedFinding['status']): number => open.filter((one) => one.status === status).length;
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

const tenantPrefix = 'custom/';

/** Whether the request's own rules may hold this one: read as text, because the service itself parses no rules. */
function bringsRule({ custom_rules: text = '' }: AnalyzeJob, id: string): boolean {
  return text.includes(id.slice(tenantPrefix.length));
}

function isWanted({ rule_id: id, category, severity }: Finding, job: AnalyzeJob): boolean {
  if (job.categories && !job.categories.includes(category)) return false;
  if (job.rules && !job.rules.some((glob) => names(glob, id))) return false;
  return job.min_severity === undefined || severities.indexOf(severity) <= severities.indexOf(job.min_severity);
}
