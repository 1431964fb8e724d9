import { unparsed } from '../parse/unparsed.js';
import type { LanguageId } from '../tree/syntax-tree.js';
import type { AnalysisReport } from './analysis-report.js';
import { assemble, incomplete } from './assemble.js';
import type { RuleResults } from './rule-results.js';

export const noRules: RuleResults = { findings: [], rulesRun: 0, dangerous: false, partial: false };

/** The report about a source that could not be looked into: line counts, and a diagnostic that says why nothing else. */
export function partialReport(
  source: string,
  language: LanguageId,
  filename: string | null,
  reason: string,
): AnalysisReport {
  return assemble(unparsed(source, language), filename, noRules, [incomplete(reason)]);
}
