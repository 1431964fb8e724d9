import { parse } from '../parse/parser.js';
import { severities, type TextEdit } from '../report/analysis-report.js';
import type { RuleResults } from '../report/rule-results.js';
import type { SyntaxTree } from '../tree/syntax-tree.js';
import type { RuleFinding } from './rule.js';

/** Fixes of one source that are tried; each beyond is not offered. */
const maximumFixes = 40;
/** Analyses that trying them may cost: all at once first, then halves of those that did not go well. */
const maximumTrials = 6;
/** A source with more nodes takes too long to be analysed again. */
const maximumNodes = 80_000;
/** Nodes that all trials after the first may analyse together: small sources are halved further than large ones. */
const furtherNodes = 20_000;

type Analyse = (tree: SyntaxTree) => Promise<RuleResults>;

/**
 * Offers a fix only when it was tried: after the edit the code parses no worse, the findings of its rule are fewer by those
 * that were mended, and no rule of the same severity or above has more to say. All edits are tried together, and if
 * that does not go well by halves, so that sources without a bad fix cost one analysis more.
 */
export async function verifiedFixes(
  tree: SyntaxTree,
  filename: string | null,
  findings: readonly RuleFinding[],
  analyse: Analyse,
): Promise<RuleFinding[]> {
  const proposed = findings.filter(({ fix }) => fix !== undefined);
  if (proposed.length === 0) return [...findings];
  const trial = new FixTrial(tree, filename, findings, analyse);
  const sound =
    tree.nodes.length <= maximumNodes ? await trial.sound(proposed.slice(0, maximumFixes)) : new Set<RuleFinding>();
  return findings.map((finding) => {
    if (finding.fix === undefined || sound.has(finding)) return finding;
    const { fix: _fix, ...rest } = finding;
    return rest;
  });
}

class FixTrial {
  private trials = 0;
  private readonly before: ReadonlyMap<string, number>;

  constructor(
    private readonly tree: SyntaxTree,
    private readonly filename: string | null,
    findings: readonly RuleFinding[],
    private readonly analyse: Analyse,
  ) {
    this.before = counts(findings);
  }

  async sound(candidates: readonly RuleFinding[]): Promise<ReadonlySet<RuleFinding>> {
    const disjoint = withoutOverlaps(candidates);
    const affordable = Math.min(maximumTrials, 1 + Math.floor(furtherNodes / this.tree.nodes.length));
    if (disjoint.length === 0 || this.trials >= affordable) return new Set();
    this.trials += 1;
    if (await this.goesWell(disjoint)) return new Set(disjoint);
    if (disjoint.length === 1) return new Set();
    const half = disjoint.length >> 1;
    const [first, second] = [await this.sound(disjoint.slice(0, half)), await this.sound(disjoint.slice(half))];
    return new Set([...first, ...second]);
  }

  private async goesWell(mended: readonly RuleFinding[]): Promise<boolean> {
    const source = edited(
      this.tree.source,
      mended.flatMap(({ fix }) => fix?.edits ?? []),
    );
    const tree = await parse(source, this.tree.language, { filename: this.filename });
    if (tree.errors.length > this.tree.errors.length) return false;
    const { findings } = await this.analyse(tree);
    const after = counts(findings);
    for (const [rule, left] of counts(mended)) {
      if ((after.get(rule) ?? 0) > (this.before.get(rule) ?? 0) - left) return false;
    }
    // Of the least severe that was mended: nothing worse may come in its place.
    const least = Math.max(...mended.map(({ severity }) => severities.indexOf(severity)));
    // (Blocks that are alike now were alike before, but for what was mended.)
    return findings.every(
      ({ rule_id: rule, severity, category }) =>
        category === 'code_smell' ||
        severities.indexOf(severity) > least ||
        (after.get(rule) ?? 0) <= (this.before.get(rule) ?? 0),
    );
  }
}

function counts(findings: readonly RuleFinding[]): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const { rule_id: rule } of findings) found.set(rule, (found.get(rule) ?? 0) + 1);
  return found;
}

function start({ fix }: RuleFinding): number {
  return Math.min(...(fix?.edits ?? []).map((edit) => edit.start));
}

/** The fixes whose edits touch nobody else's, in source order. */
function withoutOverlaps(findings: readonly RuleFinding[]): RuleFinding[] {
  let end = -1;
  return [...findings]
    .sort((left, right) => start(left) - start(right))
    .filter((finding) => {
      if (start(finding) < end) return false;
      end = Math.max(end, ...(finding.fix?.edits ?? []).map((edit) => edit.end));
      return true;
    });
}

/** A source after edits that do not overlap. */
export function edited(source: string, edits: readonly TextEdit[]): string {
  let out = '';
  let from = 0;
  for (const { start, end, text } of [...edits].sort((left, right) => left.start - right.start)) {
    out += source.slice(from, start) + text;
    from = end;
  }
  return out + source.slice(from);
}
