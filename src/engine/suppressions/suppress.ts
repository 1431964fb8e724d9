import type { Suppression } from '../report/analysis-report.js';
import type { RuleFinding } from '../rules/rule.js';
import { globMatches } from '../rules/rule-set.js';
import type { SyntaxTree } from '../tree/syntax-tree.js';
import { type ForeignSuppression, foreignIgnores } from './foreign-comments.js';
import { ignoreComments } from './ignore-comments.js';

/** A comment on the last line of a finding counts too, when the finding is no longer than this, in lines. */
const shortFinding = 10;
/** What tells of hostile code, or of the comments themselves, no comment silences. */
const never = /^(dangerous\/|general\/suppression-)/;

/** Marks the findings that a comment asks to silence; they stay, with who asked and why. */
export function suppressed(
  tree: SyntaxTree,
  findings: readonly RuleFinding[],
  honoured: readonly ForeignSuppression[],
): RuleFinding[] {
  const own = ignoreComments(tree);
  const foreign = foreignIgnores(tree, honoured);
  if (own.length + foreign.length === 0) return [...findings];
  return findings.map((finding) => {
    if (never.test(finding.rule_id)) return finding;
    const lines = linesOf(finding);
    const comment = own.find(
      ({ line, rules }) => lines.includes(line) && rules.some((rule) => names(rule, finding.rule_id)),
    );
    if (comment) return { ...finding, suppressed: { by: 'codepitamah-ignore', reason: comment.reason } };
    const other = foreign.find(
      ({ from, to, category }) =>
        lines.some((line) => from <= line && line <= to) && (category === null || category === finding.category),
    );
    if (!other) return finding;
    const suppression: Suppression = { by: other.tool, reason: other.comment };
    return { ...finding, suppressed: suppression };
  });
}

/** An id, an id without the prefix of a request's own rules, or a glob of either. */
export function names(written: string, id: string): boolean {
  return globMatches(written, id) || (id.startsWith('custom/') && globMatches(written, id.slice('custom/'.length)));
}

function linesOf({ location }: RuleFinding): readonly number[] {
  const { start, end } = location;
  return end.line > start.line && end.line - start.line < shortFinding ? [start.line, end.line] : [start.line];
}
