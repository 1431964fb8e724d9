import type { RuleFinding } from '../rules/rule.js';

/** What the rules say about one tree, before the report adds what only the whole source can tell. */
export interface RuleResults {
  readonly findings: readonly RuleFinding[];
  /** How many rules were run: those that the language and the caller's filters left. */
  readonly rulesRun: number;
  /** The verdict "this program means harm". */
  readonly dangerous: boolean;
  /** True when a budget ended the rules early: findings are missing. */
  readonly partial: boolean;
  /** Ids of a request's own rules that a budget cut short. */
  readonly incomplete?: readonly string[];
  /** Ids of rules with more findings than are listed. */
  readonly abridged?: readonly string[];
  /** Ids and globs that the job selects rules by, and no rule is named by. */
  readonly unmatched?: readonly string[];
}
