import type { SyntaxNode } from '../../tree/syntax-tree.js';
import type { SourceFile } from '../source-file.js';
import type { Bindings, PatternNode } from './pattern.js';
import { statementBody } from './significant-children.js';

/** What remains to be matched; true ends the search, false asks for another way to match. */
export type Then = (bindings: Bindings) => boolean;

/** Steps of matching that are left; at zero every further match fails. */
export interface MatchBudget {
  steps: number;
}

/** The name under which the keyed entry that a pattern asked for is kept among the bindings; no metavariable looks like it. */
export const entryName = '0entry';

/** Matches one node: what the matching of lists asks for each of theirs. */
export interface NodeMatcher {
  readonly file: SourceFile;
  readonly budget: MatchBudget;
  /** Whether keyed entries are told in the bindings, under `entryName`. */
  readonly tellsEntries: boolean;
  match(pattern: PatternNode, node: SyntaxNode, bindings: Bindings, then: Then): boolean;
}

/** Each pattern matches one of the nodes, in any order; further nodes are nobody's business. */
export function matchSubset(
  matcher: NodeMatcher,
  patterns: readonly PatternNode[],
  nodes: readonly SyntaxNode[],
  bindings: Bindings,
  then: Then,
): boolean {
  const [first, ...others] = patterns;
  if (!first) return then(bindings);
  if (first.ellipsis) return matchSubset(matcher, others, nodes, bindings, then);
  return nodes.some((node) =>
    matcher.match(first, node, bindings, (bound) => matchSubset(matcher, others, nodes, bound, then)),
  );
}

export function matchUnordered(
  matcher: NodeMatcher,
  patterns: readonly PatternNode[],
  nodes: readonly SyntaxNode[],
  bindings: Bindings,
  then: Then,
): boolean {
  const open = patterns.some((pattern) => pattern.ellipsis);
  const keyedPatterns = patterns.filter(isKeyed);
  const ordered = patterns.filter((one) => !isKeyed(one));
  const keys = (left: readonly PatternNode[], rest: readonly SyntaxNode[], bound: Bindings): boolean => {
    const [first, ...others] = left;
    if (!first) {
      const remaining = rest.filter((node) => !(open && keyed.has(node.kind)));
      return matchSequence(matcher, ordered, remaining, 0, bound, then);
    }
    return rest.some((node) =>
      matcher.match(first, node, matcher.tellsEntries ? withEntry(bound, node) : bound, (further) =>
        keys(
          others,
          rest.filter((one) => one !== node),
          further,
        ),
      ),
    );
  };
  return keys(keyedPatterns, nodes, bindings);
}

export function matchSequence(
  matcher: NodeMatcher,
  patterns: readonly PatternNode[],
  nodes: readonly SyntaxNode[],
  start: number,
  bindings: Bindings,
  then: Then,
): boolean {
  if (--matcher.budget.steps < 0) return false;
  const [first, ...others] = patterns;
  if (!first) return start >= nodes.length && then(bindings);
  if (!first.ellipsis || first.children.length > 0) {
    const node = nodes[start];
    if (!node) return false;
    return matcher.match(first, statementBody(node), bindings, (bound) =>
      matchSequence(matcher, others, nodes, start + 1, bound, then),
    );
  }
  const from = others.length === 0 ? nodes.length : start;
  for (let end = from; end <= nodes.length; end += 1) {
    if (matcher.budget.steps < 0) return false;
    const rest: Then = (bound) => matchSequence(matcher, others, nodes, end, bound, then);
    if (
      first.metavariable === null
        ? rest(bindings)
        : bindRun(matcher.file, first.metavariable, nodes.slice(start, end), bindings, rest)
    )
      return true;
  }
  return false;
}

function bindRun(
  file: SourceFile,
  name: string,
  nodes: readonly SyntaxNode[],
  bindings: Bindings,
  then: Then,
): boolean {
  const [first] = nodes;
  const last = nodes.at(-1);
  if (!first || !last) return then(bindings);
  const run = { ...first, kind: 'run', end: last.end, subtreeEnd: last.subtreeEnd, children: nodes };
  const bound = bindings.get(name);
  if (bound) return file.text(bound) === file.text(run) && then(bindings);
  return then(new Map(bindings).set(name, run));
}

/** Lists in which keyed entries may stand anywhere. */
export const unordered: ReadonlySet<string> = new Set([
  'argument_list',
  'object',
  'hash',
  'array_creation_expression',
  'dictionary',
  'initializer_expression',
  'literal_value',
]);
const keyed: ReadonlySet<string> = new Set([
  'keyword_argument',
  'pair',
  'array_element_initializer',
  'dictionary_splat',
  'assignment_expression',
  'keyed_element',
]);

/** Entries of objects, arrays and initialisers; named arguments belong to their call. */
function withEntry(bindings: Bindings, node: SyntaxNode): Bindings {
  const isEntry = node.kind !== 'keyword_argument' && node.kind !== 'dictionary_splat';
  return isEntry ? new Map(bindings).set(entryName, node) : bindings;
}

function isKeyed(pattern: PatternNode): boolean {
  return keyed.has(pattern.kind) && !pattern.ellipsis;
}
