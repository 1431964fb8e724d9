import { callKinds, callee } from '../../tree/callee.js';
import type { SyntaxNode } from '../../tree/syntax-tree.js';
import type { SourceFile } from '../source-file.js';
import { declaredType } from './declared-types.js';
import {
  type MatchBudget,
  matchSequence,
  matchSubset,
  matchUnordered,
  type NodeMatcher,
  type Then,
  unordered,
} from './match-lists.js';
import { comparable, functionParts, isFunctionKind, parameterName, sameKind } from './node-shapes.js';
import type { Bindings, PatternNode } from './pattern.js';
import { patternSyntax } from './pattern-syntax.js';
import {
  isString,
  isStringKind,
  significantChildren,
  statementBody,
  stringContent,
  withoutParentheses,
} from './significant-children.js';
import { writtenConstant, writtenEntries } from './written-constants.js';

/** Kinds of expression that a constant of the same file may stand for. */
const standsFor: ReadonlySet<string> = new Set(['object', 'array', 'call_expression']);

/** Steps for one question of a rule that came with the service. */
const stepsPerQuestion = 5_000;

/** Matches a pattern against a node; returns the bindings of the first way to match, extended, or null. */
export function matchPattern(
  file: SourceFile,
  pattern: PatternNode,
  node: SyntaxNode,
  bindings: Bindings,
): Bindings | null {
  let found: Bindings | null = null;
  new PatternMatcher(file, { steps: stepsPerQuestion }, true).match(pattern, node, bindings, (bound) => {
    found = bound;
    return true;
  });
  return found;
}

/** Bindings of every way to match, at most so many. */
export function matchPatternWays(
  file: SourceFile,
  pattern: PatternNode,
  node: SyntaxNode,
  most: number,
): readonly Bindings[] {
  const found: Bindings[] = [];
  new PatternMatcher(file, { steps: stepsPerQuestion }, true).match(pattern, node, new Map(), (bound) => {
    found.push(bound);
    return found.length >= most;
  });
  return found;
}

/**
 * Backtracking over the pattern in continuation-passing style: an ellipsis or an unordered list tries one way, asks the rest
 * of the pattern, and tries the next. Every step is counted, so that no pattern can outlast its budget; recursion goes as
 * deep as the pattern has nodes, never as deep as the code.
 */
export class PatternMatcher implements NodeMatcher {
  constructor(
    readonly file: SourceFile,
    readonly budget: MatchBudget,
    /** Whether the entry that a keyed pattern found is told as well. */
    readonly tellsEntries = false,
  ) {}

  match(pattern: PatternNode, given: SyntaxNode, bindings: Bindings, then: Then): boolean {
    if (--this.budget.steps < 0) return false;
    const node = withoutParentheses(given);
    if (pattern.deep) return this.matchDeep(pattern, node, bindings, then);
    if (pattern.regex) return this.matchText(pattern, pattern.regex, node, bindings, then);
    if (pattern.ellipsis && pattern.children.length > 0) return this.matchChain(pattern, node, bindings, then);
    if (pattern.metavariable !== null) return this.bind(pattern, parameterName(this.file, node), bindings, then);
    if (pattern.qualifiedName !== null) return this.isNamed(pattern, node) && then(bindings);
    if (isString(node) && isStringKind(pattern.kind) && pattern.children.length === 0)
      return pattern.text !== null && stringContent(this.file.text(node)) === pattern.text && then(bindings);
    if (isFunctionKind(this.file, pattern.kind) && isFunctionKind(this.file, node.kind))
      return this.matchFunction(pattern, node, bindings, then);
    if (!sameKind(pattern, node)) return this.matchConstant(pattern, node, bindings, then);
    if (pattern.children.length === 0 && pattern.text !== null)
      return this.file.text(node) === pattern.text && then(bindings);
    return this.matchChildren(pattern, node, bindings, then);
  }

  /**
   * Statements that follow each other, from `start` on. What the last one ends at is told to `then` by its end offset.
   * @param whole the statements must reach the end of the list.
   */
  matchStatements(
    patterns: readonly PatternNode[],
    nodes: readonly SyntaxNode[],
    start: number,
    bindings: Bindings,
    whole: boolean,
    then: (bindings: Bindings, end: number) => boolean,
    end = 0,
  ): boolean {
    if (--this.budget.steps < 0) return false;
    const [first, ...others] = patterns;
    if (!first) return (!whole || start >= nodes.length) && then(bindings, end);
    if (first.ellipsis && first.children.length === 0) {
      const close = Math.max(end, nodes.at(-1)?.end ?? end);
      if (others.length === 0) return then(bindings, close);
      for (let at = start; at < nodes.length; at += 1) {
        if (this.matchStatements(others, nodes, at, bindings, whole, then, end)) return true;
        if (this.budget.steps < 0) return false;
        if (this.matchInside(others, nodes[at], bindings, (bound) => then(bound, close))) return true;
      }
      return false;
    }
    const node = nodes[start];
    if (!node) return false;
    const next: Then = (bound) => this.matchStatements(others, nodes, start + 1, bound, whole, then, node.end);
    return this.matchStatement(first, node, bindings, next);
  }

  /** A statement, or an expression anywhere in a plain one: `f()` is also found in `x = f()`. */
  private matchStatement(pattern: PatternNode, node: SyntaxNode, bindings: Bindings, then: Then): boolean {
    const body = statementBody(node);
    if (this.match(pattern, body, bindings, then)) return true;
    if (!/declaration|assignment|expression|call|return|await/.test(body.kind) || isFunctionKind(this.file, body.kind))
      return false;
    for (const inner of this.inner(body)) if (this.match(pattern, inner, bindings, then)) return true;
    return false;
  }

  /** Statements after an ellipsis may stand in blocks inside the ones it skips. */
  private matchInside(
    patterns: readonly PatternNode[],
    node: SyntaxNode | undefined,
    bindings: Bindings,
    then: Then,
  ): boolean {
    if (!node) return false;
    for (let id = node.id + 1; id < node.subtreeEnd; id += 1) {
      const block = this.file.tree.nodes[id];
      if (!block || this.budget.steps < 0) return false;
      if (!this.file.grammar.blocks.has(block.kind)) continue;
      const statements = significantChildren(block);
      for (let start = 0; start < statements.length; start += 1) {
        if (this.matchStatements(patterns, statements, start, bindings, false, then)) return true;
      }
    }
    return false;
  }

  /** Expressions inside a statement, not those of blocks inside it. */
  private *inner(node: SyntaxNode): Generator<SyntaxNode> {
    for (let id = node.id + 1; id < node.subtreeEnd; id += 1) {
      const one = this.file.tree.nodes[id];
      if (!one) return;
      if (this.file.grammar.blocks.has(one.kind)) id = one.subtreeEnd - 1;
      else if (one.named) yield one;
    }
  }

  private matchDeep(pattern: PatternNode, node: SyntaxNode, bindings: Bindings, then: Then): boolean {
    const [wanted] = pattern.children;
    if (!wanted) return false;
    for (let id = node.id; id < node.subtreeEnd; id += 1) {
      const one = this.file.tree.nodes[id];
      if (!one || this.budget.steps < 0) return false;
      if (one.named && this.match(wanted, one, bindings, then)) return true;
    }
    return false;
  }

  /** `$X. ... .f()`: what the chain begins with, after any members and calls. */
  private matchChain(pattern: PatternNode, node: SyntaxNode, bindings: Bindings, then: Then): boolean {
    const [wanted] = pattern.children;
    if (!wanted) return false;
    for (let place: SyntaxNode | null = node; place;) {
      if (this.match(wanted, place, bindings, then)) return true;
      const link: SyntaxNode | null = callKinds.includes(place.kind)
        ? (this.file.field(place, 'object') ?? callee(place))
        : (this.file.field(place, 'object') ?? this.file.field(place, 'operand') ?? this.file.field(place, 'argument'));
      place = link === place ? null : link;
    }
    return false;
  }

  private matchText(pattern: PatternNode, regex: RegExp, node: SyntaxNode, bindings: Bindings, then: Then): boolean {
    const isText =
      isString(node) ||
      (node.kind === 'template_string' &&
        !node.children.some((one) => one.named && one.kind === 'template_substitution'));
    const text = isText ? stringContent(this.file.text(node)) : this.constantText(node);
    if (text === null || !regex.test(text)) return false;
    return pattern.metavariable === null ? then(bindings) : this.bind(pattern, contentOf(node), bindings, then);
  }

  /** A name that can only stand for one text is that text. */
  private constantText(node: SyntaxNode): string | null {
    if (node.kind !== 'identifier' && node.kind !== 'variable_name' && node.kind !== 'constant') return null;
    const constants = this.file.origins.constants(node);
    const [only] = constants ?? [];
    return constants?.length === 1 && typeof only === 'string' ? only : null;
  }

  private bind(pattern: PatternNode, node: SyntaxNode, bindings: Bindings, then: Then): boolean {
    const name = pattern.metavariable ?? '$_';
    if (pattern.type !== null && declaredType(this.file, node) !== pattern.type) return false;
    if (name === '$_') return then(bindings);
    const bound = bindings.get(name);
    if (bound) return this.file.text(bound) === this.file.text(node) && then(bindings);
    return then(new Map(bindings).set(name, node));
  }

  /** A constant's name stands for what it was declared with; rules of tenants look at what is written where it is. */
  private matchConstant(pattern: PatternNode, node: SyntaxNode, bindings: Bindings, then: Then): boolean {
    if (!this.tellsEntries || !standsFor.has(pattern.kind)) return false;
    const constant = writtenConstant(this.file, node);
    return constant !== null && sameKind(pattern, constant) && this.matchChildren(pattern, constant, bindings, then);
  }

  private isNamed(pattern: PatternNode, node: SyntaxNode): boolean {
    const wanted = pattern.qualifiedName ?? '';
    const written = withoutTypeArguments(this.file.text(node));
    if (written === wanted) return true;
    if (node.kind === 'name' || node.kind === 'qualified_name') return sameName(written, wanted);
    // `std::fs::read` is `fs::read` is `fs.read`.
    if (written.includes('::') && endsInName(written, wanted)) return true;
    // Names of members, keywords and types are what they say; only a free name can be an alias.
    if (pattern.field === 'property' || pattern.field === 'attribute' || pattern.field === 'name') return false;
    if (patternSyntax(this.file.tree.language).shortTypeNames)
      return /^[A-Z]/.test(wanted) && written.endsWith(`.${wanted}`);
    return this.file.qualifiedName(node) === wanted;
  }

  private matchChildren(pattern: PatternNode, node: SyntaxNode, bindings: Bindings, then: Then): boolean {
    const children = this.tellsEntries && node.kind === 'object' ? this.entries(node) : comparable(pattern, node);
    if (pattern.kind === 'decorated_definition' || pattern.kind === 'modifiers')
      return matchSubset(this, pattern.children, children, bindings, then);
    if (unordered.has(node.kind)) return matchUnordered(this, pattern.children, children, bindings, then);
    if (this.file.grammar.blocks.has(node.kind))
      return this.matchStatements(pattern.children, children, 0, bindings, true, then);
    return matchSequence(this, pattern.children, children, 0, bindings, then);
  }

  private entries(object: SyntaxNode): readonly SyntaxNode[] {
    return writtenEntries(this.file, object).filter((entry) => entry.kind !== 'ERROR');
  }

  /** A function by name, parameters and body: whichever way the language writes it. */
  private matchFunction(pattern: PatternNode, node: SyntaxNode, bindings: Bindings, then: Then): boolean {
    const parts = functionParts(this.file, node);
    if (!parts) return sameKind(pattern, node) && this.matchChildren(pattern, node, bindings, then);
    const wanted = (field: string): PatternNode | undefined => pattern.children.find((child) => child.field === field);
    const name = wanted('name');
    const parameters = wanted('parameters')?.children ?? [wanted('parameter')].flatMap((one) => one ?? []);
    const body = wanted('body');
    const matchBody: Then = (bound) => {
      if (!body || body.ellipsis) return then(bound);
      if (this.file.grammar.blocks.has(parts.body.kind) || !this.file.grammar.blocks.has(body.kind))
        return this.match(body, parts.body, bound, then);
      return this.matchStatements(body.children, [parts.body], 0, bound, true, then);
    };
    const matchParameters: Then = (bound) =>
      wanted('parameters')?.ellipsis
        ? matchBody(bound)
        : matchSequence(this, parameters, parts.parameters, 0, bound, matchBody);
    if (!name) return matchParameters(bindings);
    return parts.name !== null && this.match(name, parts.name, bindings, matchParameters);
  }
}

/** Type arguments say nothing of what is named: `Query<User>` is `Query`. */
function withoutTypeArguments(name: string): string {
  return name.endsWith('>') ? name.replace(/<[^]*$/, '') : name;
}

/** A string literal as its content, so that conditions and messages see the text without its quotes. */
function contentOf(node: SyntaxNode): SyntaxNode {
  const content = node.children.find((child) => /content|fragment/.test(child.kind));
  return content ?? node;
}

/** PHP does not mind the case of functions and classes, and a leading `\` says the namespace that is meant anyway. */
function sameName(written: string, wanted: string): boolean {
  return written.slice(written.lastIndexOf('\\') + 1).toLowerCase() === wanted.toLowerCase();
}

/** Whether a `::` path ends in a dotted name, turbofish left out. */
function endsInName(written: string, wanted: string): boolean {
  const path = written.replace(/(?:::)?<[^]*$/, '').replaceAll('::', '.');
  return path === wanted || path.endsWith(`.${wanted}`);
}
