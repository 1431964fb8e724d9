import type { ArchitectureReport, DroppedFiles } from './architecture/architecture-report.js';
import type { AnalysisReport, Category, Severity } from './report/analysis-report.js';
import type { RuleFault } from './rules/tenant/rule-fault.js';
import type { RuleFileReport } from './rules/tenant/validate-rules.js';
import type { ForeignSuppression } from './suppressions/foreign-comments.js';
import type { LanguageId } from './tree/syntax-tree.js';

/** What a child process of the pool can be asked, and what it answers. Plain data: it crosses a process boundary. */

export interface AnalyzeJob {
  kind: 'analyze';
  code: string;
  /** Null: to be found from filename and content. */
  language: LanguageId | null;
  filename: string | null;
  /** Only these; all when absent. */
  categories?: readonly Category[];
  /** Rule ids or globs (`python/*`); all when absent. */
  rules?: readonly string[];
  min_severity?: Severity;
  /** A rule file of the request's own. */
  custom_rules?: string;
  /** Other tools' suppressing comments that count. */
  honor_suppressions?: readonly ForeignSuppression[];
}

/** Checks a rule file, and tries it on code when there is some. */
export interface RulesJob {
  kind: 'rules';
  rules: string;
  code: string | null;
  language: LanguageId | null;
  filename: string | null;
}

export interface ArchitectureJob {
  kind: 'architecture';
  files: readonly SourceFile[];
  /** Files that the intake left out, by reason; told in the report's coverage. */
  dropped: readonly DroppedFiles[];
}

export interface SourceFile {
  /** Relative, `/` between segments, no `..`. */
  path: string;
  content: string;
}

export type EngineJob = AnalyzeJob | ArchitectureJob | RulesJob;

export interface EngineResults {
  analyze: AnalysisReport;
  architecture: ArchitectureReport;
  rules: RuleFileReport;
}

/** A job's failure that is the input's doing, answered as the problem of that code (422). */
export type EngineRefusal =
  'binary_code' | 'empty_code' | 'unknown_language' | 'nothing_to_analyse' | 'custom_rules_invalid';

/** What a refusal points at: a mistake of a rule file that came with the request. */
export type RefusalFault = RuleFault;
