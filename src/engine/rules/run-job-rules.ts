import { dependencyRules } from '../dependencies/rule-list.js';
import { EngineRefusalError } from '../engine-refusal.js';
import type { AnalyzeJob } from '../job.js';
import type { RuleResults } from '../report/rule-results.js';
import { names, suppressed } from '../suppressions/suppress.js';
import type { SyntaxTree } from '../tree/syntax-tree.js';
import { loadRules } from './load-rules.js';
import { runRulesOn } from './run-rules.js';
import { withUnfolded } from './unfold/run-unfolded.js';
import type { RuleSelection } from './rule-set.js';
import { SourceFile } from './source-file.js';
import type { TenantRule } from './tenant/tenant-rule.js';
import type { RuleFault } from './tenant/rule-fault.js';
import { verifiedFixes } from './verify-fixes.js';

/**
 * Everything that rules say of one source: the service's own and those of the request, suppressions marked, fixes tried.
 * @throws EngineRefusalError when the request's rules cannot be read; its faults name every mistake.
 */
export async function runJobRules(tree: SyntaxTree, job: AnalyzeJob): Promise<RuleResults> {
  const { rules, faults } = await tenantRulesOf(job);
  const first = await runOnce(tree, job, rules, faults, withUnfolded);
  // No fix hides words: what is written out is not asked again.
  const findings = await verifiedFixes(tree, job.filename, first.findings, (fixed) =>
    runOnce(fixed, job, rules, faults, asItIs),
  );
  const unmatched = await unmatchedGlobs(job, rules);
  return { ...first, unmatched, findings: suppressed(tree, findings, job.honor_suppressions ?? []) };
}

/** The request's own rules. @throws EngineRefusalError when its rule file cannot be read; faults name every mistake. */
export async function tenantRulesOf({
  custom_rules: text,
}: AnalyzeJob): Promise<{ rules: readonly TenantRule[]; faults: RuleFault[] }> {
  if (text === undefined) return { rules: [], faults: [] };
  // Its regular expressions' engine is loaded when somebody brings rules.
  const { readTenantRules } = await import('./tenant/tenant-rule.js');
  const read = readTenantRules(text);
  if (read.faults.length > 0) {
    const { allFaults } = await import('./tenant/validate-rules.js');
    refuse(await allFaults(read));
  }
  return { rules: read.rules, faults: read.faults };
}

/** What a request selects rules by and no rule is named by: a slip that would pass for clean code. */
async function unmatchedGlobs({ rules: globs = [] }: AnalyzeJob, own: readonly TenantRule[]): Promise<string[]> {
  if (globs.length === 0) return [];
  const known = [...(await loadRules()).ids, ...[...own, ...dependencyRules].map(({ id }) => id)];
  return [...new Set(globs)].filter((glob) => !known.some((id) => names(glob, id)));
}

async function runOnce(
  tree: SyntaxTree,
  job: AnalyzeJob,
  rules: readonly TenantRule[],
  faults: readonly RuleFault[],
  unfold: typeof withUnfolded,
): Promise<RuleResults> {
  const selection: RuleSelection = { categories: job.categories, rules: job.rules, minSeverity: job.min_severity };
  const file = new SourceFile(tree, job.filename);
  const furtherRules = [...rules, ...dependencyRules].map(({ id }) => id);
  const options = { ...selection, filename: job.filename, furtherRules };
  const set = await loadRules();
  const built = await unfold(file, set, options, runRulesOn(file, set, options));
  if (rules.length === 0) return built;
  const { runTenantRules } = await import('./tenant/run-tenant-rules.js');
  const own = await runTenantRules(file, rules, selection);
  refuse(faults);
  return {
    findings: [...built.findings, ...own.findings],
    rulesRun: built.rulesRun + own.rulesRun,
    dangerous: built.dangerous,
    partial: built.partial,
    incomplete: own.incomplete,
    abridged: [...built.abridged, ...own.abridged],
  };
}

const asItIs: typeof withUnfolded = async (_file, _rules, _options, first) => first;

function refuse(faults: readonly RuleFault[]): void {
  if (faults.length > 0)
    throw new EngineRefusalError('custom_rules_invalid', 'The custom rules cannot be used.', faults);
}
