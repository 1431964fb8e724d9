import type { Finding, Span } from './analysis-report.js';

/** What the rules say about one tree, before the report adds what only the whole source can tell. */
export interface RuleResults {
  findings: RuleFinding[];
  /** How many rules were run: those that the language and the caller's filters left. */
  rulesRun: number;
  /** Evidence that the program means harm; weighed by `isDangerous`. */
  signals: DangerSignal[];
  /** True when the step budget ended the rules early. */
  incomplete: boolean;
}

/** A finding as a rule makes it: snippet and fingerprint are added when the report is put together. */
export type RuleFinding = Omit<Finding, 'snippet' | 'fingerprint'>;

export interface DangerSignal {
  /** The rule that saw it. */
  rule_id: string;
  /** Kind of evidence (`reverse_shell`, `encoded_exec`): signals of one kind are not independent. */
  kind: string;
  /** True when it alone settles the matter. */
  certain: boolean;
  location: Span;
}
