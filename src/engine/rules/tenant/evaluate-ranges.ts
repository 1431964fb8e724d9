import type { SyntaxNode } from '../../tree/syntax-tree.js';
import type { Bindings } from '../pattern/pattern.js';
import type { SourceFile } from '../source-file.js';
import { conditionHolds } from './metavariable-conditions.js';
import { PatternRanges, RANGES_PER_PATTERN } from './pattern-ranges.js';
import type { RangeFormula } from './range-formula.js';
import { covers, overlap, type RangeBudget, type RangeMatch, type RangeScope } from './range-match.js';

const none: Bindings = new Map();
/** Comparing two ranges is this much cheaper than a step of matching. */
const pairsPerStep = 8;

/**
 * Evaluates formulas as Semgrep defines them: a pattern stands for all ranges it matches in the file; `patterns` intersects
 * ranges whose metavariables agree, then takes away and asks conditions. A pattern is matched once per file, whatever the
 * rules around it. (The rules that come with the service ask one node at a time instead, which is faster and enough for
 * what they say: ADR 16.)
 */
export class RangeEvaluator implements RangeScope {
  private readonly leaves = new Map<RangeFormula, readonly RangeMatch[]>();
  private readonly patterns: PatternRanges;

  constructor(
    readonly file: SourceFile,
    readonly budget: RangeBudget,
  ) {
    this.patterns = new PatternRanges(file, budget);
  }

  get exhausted(): boolean {
    return this.budget.steps < 0 || this.budget.units < 0;
  }

  /** The ranges of a formula, within `context` when there is one. */
  evaluate(formula: RangeFormula, context: RangeMatch | null = null): readonly RangeMatch[] {
    switch (formula.type) {
      case 'any':
        return formula.parts.flatMap((part) => this.evaluate(part, context));
      case 'all':
        return this.evaluateAll(formula, context);
      case 'regex':
        if (context) return this.regexWithin(formula, context);
        return this.leaf(formula, () => this.regexRanges(formula));
      case 'pattern': {
        const found = this.leaf(formula, () => this.patterns.of(formula.pattern));
        return context ? this.intersect([context], found) : found;
      }
    }
  }

  private evaluateAll(formula: RangeFormula & { type: 'all' }, context: RangeMatch | null): readonly RangeMatch[] {
    let current: readonly RangeMatch[] | null = context ? [context] : null;
    for (const part of formula.positive) {
      const found = this.evaluate(part);
      current = current ? this.intersect(current, found) : found;
      if (current.length === 0) return current;
    }
    for (const part of formula.inside) {
      const around = this.evaluate(part);
      current = current ? this.within(current, around) : around;
      if (current.length === 0) return current;
    }
    let left = current ?? [];
    for (const part of formula.not) {
      const refused = this.evaluate(part);
      left = left.filter(
        (one) => !refused.some((other) => this.counted() && covers(other, one) && this.agree(one, other)),
      );
    }
    for (const regex of formula.notRegex) {
      const refused = [...regex.places(this.file.tree.source, this.budget)];
      left = left.filter((one) => !refused.some((other) => this.counted() && overlap(one, other)));
    }
    for (const condition of formula.conditions) left = left.filter((one) => conditionHolds(this, condition, one));
    return formula.focus.length === 0 ? left : left.flatMap((one) => narrowed(one, formula.focus));
  }

  private leaf(formula: RangeFormula, find: () => readonly RangeMatch[]): readonly RangeMatch[] {
    const known = this.leaves.get(formula);
    if (known) return known;
    const found = find();
    this.leaves.set(formula, found);
    return found;
  }

  private regexRanges({ regex }: RangeFormula & { type: 'regex' }): RangeMatch[] {
    const { tree } = this.file;
    // A match of no characters (`x*` beside an x) stands for no code.
    return [...regex.places(tree.source, this.budget)]
      .filter(({ start, end }) => end > start)
      .map(({ start, end }) => ({ start, end, node: this.nodeAt(start, end), bindings: none }));
  }

  private regexWithin({ regex }: RangeFormula & { type: 'regex' }, context: RangeMatch): RangeMatch[] {
    const text = this.file.tree.source.slice(context.start, context.end);
    const [first] = [...regex.places(text, this.budget)];
    return first ? [context] : [];
  }

  /** The smallest node around a range. */
  private nodeAt(start: number, end: number): SyntaxNode {
    let node = this.file.tree.root;
    for (let next: SyntaxNode | undefined = node; next;) {
      node = next;
      next = node.children.find((child) => child.start <= start && end <= child.end);
    }
    return node;
  }

  private intersect(left: readonly RangeMatch[], right: readonly RangeMatch[]): RangeMatch[] {
    const found: RangeMatch[] = [];
    for (const one of left) {
      for (const other of right) {
        if (!this.counted()) return found;
        const smaller = covers(one, other) ? other : covers(other, one) ? one : null;
        if (smaller) this.addJoined(found, smaller, one, other);
      }
    }
    return found;
  }

  private within(inner: readonly RangeMatch[], around: readonly RangeMatch[]): RangeMatch[] {
    const found: RangeMatch[] = [];
    for (const one of inner) {
      for (const other of around) {
        if (!this.counted()) return found;
        if (covers(other, one)) this.addJoined(found, one, one, other);
      }
    }
    return found;
  }

  private addJoined(found: RangeMatch[], range: RangeMatch, one: RangeMatch, other: RangeMatch): void {
    if (found.length >= RANGES_PER_PATTERN || !this.agree(one, other)) return;
    const bindings = other.bindings.size === 0 ? one.bindings : new Map([...other.bindings, ...one.bindings]);
    found.push({ start: range.start, end: range.end, node: range.node, bindings });
  }

  private agree(one: RangeMatch, other: RangeMatch): boolean {
    for (const [name, node] of other.bindings) {
      const bound = one.bindings.get(name);
      if (bound && bound !== node && this.plain(bound) !== this.plain(node)) return false;
    }
    return true;
  }

  private plain(node: SyntaxNode): string {
    return this.file.text(node);
  }

  private counted(): boolean {
    this.budget.steps -= 1 / pairsPerStep;
    return this.budget.steps >= 0;
  }
}

function narrowed(match: RangeMatch, names: readonly string[]): RangeMatch[] {
  return names.flatMap((name) => {
    const node = match.bindings.get(name);
    return node ? [{ start: node.start, end: node.end, node, bindings: match.bindings }] : [];
  });
}
