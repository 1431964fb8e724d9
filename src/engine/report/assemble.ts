import { type FunctionMap, functionsOf } from '../metrics/functions.js';
import { measure } from '../metrics/metrics.js';
import type { SyntaxTree } from '../tree/syntax-tree.js';
import { ENGINE_VERSION } from '../version.js';
import type { AnalysisReport, Diagnostic } from './analysis-report.js';
import { completeFindings, MAX_FINDINGS } from './findings.js';
import { findPatterns } from './patterns/patterns.js';
import type { RuleResults } from './rule-results.js';
import { scoresOf } from './scores.js';
import { suggestionsFor } from './suggestions.js';

/** More functions than this are counted, but not listed one by one. */
const MAX_LISTED_FUNCTIONS = 2_000;

/** Puts the contract's report together. */
export function assemble(
  tree: SyntaxTree,
  filename: string | null,
  rules: RuleResults,
  diagnostics: readonly Diagnostic[],
): AnalysisReport {
  const map: FunctionMap = functionsOf(tree);
  const metrics = measure(tree, map);
  const { findings, dropped } = completeFindings(tree, map, rules.findings);
  const noted = [...diagnostics];
  if (rules.partial) noted.push(incomplete('The rules used up their budget: there may be more to find.'));
  for (const id of rules.incomplete ?? [])
    noted.push(incomplete(`The rule ${id} was over the budget: it may have more to find, or was not run.`));
  for (const glob of rules.unmatched ?? [])
    noted.push({ code: 'no_such_rule', message: `No rule is named "${glob}": nothing was looked for by that name.` });
  for (const id of rules.abridged ?? [])
    noted.push({ code: ABRIDGED, message: `The rule ${id} has more findings than are listed.`, rule_id: id });
  if (dropped > 0) noted.push(incomplete(`${dropped} findings beyond the first ${MAX_FINDINGS} are not listed.`));
  const open = findings.filter((finding) => finding.suppressed === undefined);
  const suppressed = findings.length - open.length;
  const suggestions = suggestionsFor(open, metrics);
  const unlisted = metrics.per_function.length - MAX_LISTED_FUNCTIONS;
  if (unlisted > 0) {
    metrics.per_function = metrics.per_function.slice(0, MAX_LISTED_FUNCTIONS);
    noted.push(incomplete(`${unlisted} functions beyond the first ${MAX_LISTED_FUNCTIONS} are not listed.`));
  }
  return {
    language: tree.language,
    filename,
    partial: noted.some((diagnostic) => diagnostic.code === INCOMPLETE),
    diagnostics: noted,
    dangerous: rules.dangerous,
    engine: { version: ENGINE_VERSION, rules_run: rules.rulesRun },
    findings,
    metrics,
    scores: scoresOf(open, metrics, rules.dangerous),
    patterns: findPatterns(tree),
    suggestions,
    ...(suppressed > 0 ? { suppressed } : {}),
  };
}

const INCOMPLETE = 'analysis_incomplete';
/** A rule has more to say than an answer holds; all that it says is of one kind. */
export const ABRIDGED = 'findings_abridged';

/** A budget ended part of the analysis: the report is partial, the request succeeds. */
export function incomplete(message: string): Diagnostic {
  return { code: INCOMPLETE, message };
}
