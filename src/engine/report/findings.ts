import type { FunctionMap } from '../metrics/functions.js';
import type { SyntaxTree } from '../tree/syntax-tree.js';
import { type Finding, severities } from './analysis-report.js';
import { enclosingFunction } from './enclosing-function.js';
import { fingerprints } from './fingerprints.js';
import type { RuleFinding } from '../rules/rule.js';
import { linesOf, snippet } from './snippet.js';

/** More findings help nobody, and an answer must stay small. The most severe are kept. */
export const MAX_FINDINGS = 1_000;

/** What a finding in a function that the parser could not read whole is still worth. */
const DAMAGED = 0.7;

export interface CompleteFindings {
  /** Most severe first, then in source order. */
  findings: Finding[];
  dropped: number;
}

/** Gives the rules' findings snippet, fingerprint and order: the same source always makes the same bytes. */
export function completeFindings(
  tree: SyntaxTree,
  { units }: FunctionMap,
  found: readonly RuleFinding[],
): CompleteFindings {
  const inOrder = [...found].sort(
    (a, b) =>
      a.location.start.offset - b.location.start.offset ||
      a.location.end.offset - b.location.end.offset ||
      compare(a.rule_id, b.rule_id),
  );
  const lines = linesOf(tree.source);
  const damaged = new Set(tree.errors.map((error) => enclosingFunction(units, error.start)));
  const names = fingerprints(inOrder, tree, units);
  const findings = inOrder.map((finding, at): Finding => {
    const { trace, fix, references, suppressed, ...rest } = finding;
    const inDamage = damaged.size > 0 && damaged.has(enclosingFunction(units, finding.location.start.offset));
    return {
      ...rest,
      confidence: Math.round(finding.confidence * (inDamage ? DAMAGED : 1) * 100) / 100,
      snippet: snippet(finding.location, lines),
      ...(trace === undefined ? {} : { trace }),
      ...(fix === undefined ? {} : { fix }),
      references,
      fingerprint: names[at] ?? '',
      ...(suppressed === undefined ? {} : { suppressed }),
    };
  });
  // Array.sort is stable: within one severity the source order stays.
  findings.sort((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity));
  return { findings: findings.slice(0, MAX_FINDINGS), dropped: Math.max(0, findings.length - MAX_FINDINGS) };
}

/** By code unit: a locale must not reorder a report. */
function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
