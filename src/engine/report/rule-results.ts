import type { Finding } from './analysis-report.js';

/** What the rules say about one tree, before the report adds what only the whole source can tell. */
export interface RuleResults {
  readonly findings: readonly RuleFinding[];
  /** How many rules were run: those that the language and the caller's filters left. */
  readonly rulesRun: number;
  /** The verdict "this program means harm". */
  readonly dangerous: boolean;
  /** True when a budget ended the rules early: findings are missing. */
  readonly partial: boolean;
}

/** A finding as a rule makes it: snippet and fingerprint are added when the report is put together. */
export type RuleFinding = Omit<Finding, 'snippet' | 'fingerprint'>;
