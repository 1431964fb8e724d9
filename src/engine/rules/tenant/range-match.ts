import type { SyntaxNode } from '../../tree/syntax-tree.js';
import type { MatchBudget } from '../pattern/match-lists.js';
import type { Bindings } from '../pattern/pattern.js';
import { isString, stringContent } from '../pattern/significant-children.js';
import type { SourceFile } from '../source-file.js';
import type { RangeFormula } from './range-formula.js';
import type { RegexBudget, TextRange } from './tenant-regex.js';

/** A range of the code that a formula matches. */
export interface RangeMatch extends TextRange {
  /** The node at the range, or where it begins. */
  readonly node: SyntaxNode;
  readonly bindings: Bindings;
}

export interface RangeBudget extends MatchBudget, RegexBudget {}

/** What conditions on metavariables ask of the evaluation they belong to. */
export interface RangeScope {
  readonly file: SourceFile;
  readonly budget: RangeBudget;
  /** The ranges of a formula, within `context`. */
  evaluate(formula: RangeFormula, context: RangeMatch): readonly RangeMatch[];
}

export function covers(outer: TextRange, inner: TextRange): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}

export function overlap(one: TextRange, other: TextRange): boolean {
  return one.start < other.end && other.start < one.end;
}

/** What a metavariable's code says: the text inside a plain string literal, else as written. */
export function literalText(file: SourceFile, node: SyntaxNode): string {
  const text = file.text(node);
  return isString(node) && !node.children.some((child) => child.kind === 'interpolation') ? stringContent(text) : text;
}
