import type { SyntaxNode } from '../../tree/syntax-tree.js';
import type { SourceFile } from '../source-file.js';
import type { Bindings, PatternNode } from './pattern.js';
import { patternSyntax } from './pattern-syntax.js';
import { isString, significantChildren, stringContent, withoutParentheses } from './significant-children.js';

/** Most ways of laying an ellipsis over siblings that are tried for one list. */
const maximumTries = 200;

/**
 * Matches a pattern against a node; returns the bindings, extended, or null. Recursion goes as deep as the pattern, never
 * as deep as the code.
 */
export function matchPattern(
  file: SourceFile,
  pattern: PatternNode,
  given: SyntaxNode,
  bindings: Bindings,
): Bindings | null {
  const node = withoutParentheses(given);
  if (pattern.metavariable !== null) return bind(file, pattern.metavariable, node, bindings);
  if (pattern.qualifiedName !== null) return matchesName(file, pattern, node) ? bindings : null;
  if (pattern.regex)
    return node.kind === pattern.kind && pattern.regex.test(stringContent(file.tree.text(node))) ? bindings : null;
  if (isString(node) && pattern.kind === node.kind) {
    return pattern.text !== null && stringContent(file.tree.text(node)) === pattern.text ? bindings : null;
  }
  if (pattern.kind !== node.kind) return null;
  const children = significantChildren(node);
  if (pattern.children.length === 0 && pattern.text !== null) {
    return file.tree.text(node) === pattern.text ? bindings : null;
  }
  if (unordered.has(node.kind)) return matchUnordered(file, pattern.children, children, bindings);
  return matchSequence(file, pattern.children, children, bindings, { left: maximumTries });
}

/** Lists in which keyed entries may stand anywhere. */
const unordered: ReadonlySet<string> = new Set(['argument_list', 'object', 'dictionary']);
const keyed: ReadonlySet<string> = new Set(['keyword_argument', 'pair', 'dictionary_splat']);

function isKeyed(pattern: PatternNode): boolean {
  return keyed.has(pattern.kind) && !pattern.ellipsis;
}

function bind(file: SourceFile, name: string, node: SyntaxNode, bindings: Bindings): Bindings | null {
  if (name === '$_') return bindings;
  const bound = bindings.get(name);
  if (bound) return file.tree.text(bound) === file.tree.text(node) ? bindings : null;
  return new Map(bindings).set(name, node);
}

function matchesName(file: SourceFile, pattern: PatternNode, node: SyntaxNode): boolean {
  const wanted = pattern.qualifiedName ?? '';
  const written = file.tree.text(node);
  if (written === wanted) return true;
  // Names of members, keywords and types are what they say; only a free name can be an alias.
  if (pattern.field === 'property' || pattern.field === 'attribute' || pattern.field === 'name') return false;
  if (patternSyntax(file.tree.language).shortTypeNames) return /^[A-Z]/.test(wanted) && written.endsWith(`.${wanted}`);
  return file.qualifiedName(node) === wanted;
}

function matchUnordered(
  file: SourceFile,
  patterns: readonly PatternNode[],
  nodes: readonly SyntaxNode[],
  bindings: Bindings,
): Bindings | null {
  const open = patterns.some((pattern) => pattern.ellipsis);
  const rest = new Set(nodes);
  let current: Bindings = bindings;
  for (const pattern of patterns.filter(isKeyed)) {
    const found = nodes
      .map((node) => ({ node, bound: rest.has(node) ? matchPattern(file, pattern, node, current) : null }))
      .find(({ bound }) => bound);
    if (!found?.bound) return null;
    rest.delete(found.node);
    current = found.bound;
  }
  const others = nodes.filter((node) => rest.has(node) && !(open && keyed.has(node.kind)));
  return matchSequence(
    file,
    patterns.filter((one) => !isKeyed(one)),
    others,
    current,
    { left: maximumTries },
  );
}

function matchSequence(
  file: SourceFile,
  patterns: readonly PatternNode[],
  nodes: readonly SyntaxNode[],
  bindings: Bindings,
  tries: { left: number },
): Bindings | null {
  const [first, ...others] = patterns;
  if (!first) return nodes.length === 0 ? bindings : null;
  if (!first.ellipsis) {
    const [node, ...following] = nodes;
    const bound = node ? matchPattern(file, first, node, bindings) : null;
    return bound ? matchSequence(file, others, following, bound, tries) : null;
  }
  if (others.length === 0) return bindings;
  for (let skipped = 0; skipped <= nodes.length; skipped += 1) {
    tries.left -= 1;
    if (tries.left < 0) return null;
    const bound = matchSequence(file, others, nodes.slice(skipped), bindings, tries);
    if (bound) return bound;
  }
  return null;
}
