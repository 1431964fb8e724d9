import { parse } from '../../parse/parser.js';
import type { Position, SyntaxTree } from '../../tree/syntax-tree.js';
import { type DangerSignal, dangerVerdict } from '../danger-verdict.js';
import type { RuleFinding } from '../rule.js';
import { isSelected, type RuleSet } from '../rule-set.js';
import { runRulesOn, type RuleRun, type RunOptions } from '../run-rules.js';
import { SourceFile } from '../source-file.js';
import { plainSource } from './plain-source.js';

const longestQuote = 120;
const isGrave = /^(?:critical|high)$/;

/**
 * A run with what the dangerous family finds in the program once its hidden words are written out (see `plainSource`):
 * base64, character codes and names reached by text hide nothing from the verdict. Evidence points at the original line.
 */
export async function withUnfolded(
  file: SourceFile,
  rules: RuleSet,
  options: RunOptions,
  first: RuleRun,
): Promise<RuleRun> {
  const plain = plainSource(file);
  const tree = plain === null ? null : await parsed(plain, file);
  if (!tree) return first;
  const second = runRulesOn(new SourceFile(tree, file.filename), rules, {
    filename: options.filename,
    rules: rules.dangerous,
  });
  if (second.signals.length === 0) return first;
  const known = new Set(first.signals.map(({ ruleId }) => ruleId));
  const wanted = new Set(rules.sources.filter((one) => isSelected(one, options)).map(({ id }) => id));
  const signals = second.signals
    .filter(({ ruleId }) => !known.has(ruleId))
    .map((signal): DangerSignal => ({ ...signal, location: originalLine(file.tree, signal.location.start.line) }));
  // An ability of this family that shows only when its words are written out was hidden: that is evidence of its own. What
  // honest programs have too (an address, a unit's path) is put together from constants in many of them.
  const grave = new Set(rules.sources.filter(({ severity }) => isGrave.test(severity)).map(({ id }) => id));
  const hidden = signals.find(({ ruleId }) => grave.has(ruleId));
  if (hidden) signals.push({ ...hidden, signal: 'hidden-words', certain: false });
  const findings = second.findings
    .filter(({ rule_id: id }) => wanted.has(id) && !known.has(id))
    .map((finding) => explained(file.tree, tree, finding));
  return {
    ...first,
    findings: [...first.findings, ...findings].sort((a, b) => a.location.start.offset - b.location.start.offset),
    signals: [...first.signals, ...signals],
    dangerous: dangerVerdict([...first.signals, ...signals]),
  };
}

/** Null when what was written out is no program any more, or takes too long to read. */
async function parsed(plain: string, { tree, filename }: SourceFile): Promise<SyntaxTree | null> {
  try {
    const found = await parse(plain, tree.language, { filename });
    return found.errors.length > tree.errors.length + 3 ? null : found;
  } catch {
    return null;
  }
}

function explained(original: SyntaxTree, plain: SyntaxTree, finding: RuleFinding): RuleFinding {
  const line = finding.location.start.line;
  const text = (plain.source.split('\n', line)[line - 1] ?? '').trim();
  const quote = text.length > longestQuote ? `${text.slice(0, longestQuote)}…` : text;
  const { fix: _fix, trace: _trace, ...rest } = finding;
  return {
    ...rest,
    message: `${finding.message} The text is put together at run time; written out, the line reads: ${quote}`,
    location: originalLine(original, line),
  };
}

/** The line of the original without its indent. */
function originalLine({ source }: SyntaxTree, line: number): { start: Position; end: Position } {
  let from = 0;
  for (let at = 1; at < line; at += 1) {
    const next = source.indexOf('\n', from);
    if (next < 0) break;
    from = next + 1;
  }
  const end = source.indexOf('\n', from);
  const text = source.slice(from, end < 0 ? source.length : end).trimEnd();
  const indent = text.length - text.trimStart().length;
  return {
    start: { line, column: indent + 1, offset: from + indent },
    end: { line, column: text.length + 1, offset: from + text.length },
  };
}
