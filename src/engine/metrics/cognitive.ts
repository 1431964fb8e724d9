import { isCall } from '../tree/callee.js';
import type { SyntaxNode, SyntaxTree } from '../tree/syntax-tree.js';
import { onlyDeclares } from './declarative.js';
import type { FunctionMap } from './functions.js';
import { logicalOperator, logicalSequences, startsSequence } from './logical-sequences.js';
import { callsItself } from './recursion.js';

/**
 * Cognitive complexity (G. Ann Campbell, SonarSource, 2023). +1 for each break of the linear flow, for structures that nest
 * also +1 per level; `else` and `elif` +1 without nesting; +1 per sequence of like logical operators, per labelled jump,
 * and once per function that calls itself. Nested functions count for the function around them, one level deeper.
 *
 * One walk in pre-order. A function is counted with nesting from 0 of its own; what it adds to the function around it is
 * then `own + (number of its nesting increments) × (its level there)`, so depth costs nothing.
 */
export interface CognitiveComplexity {
  total: number;
  /** By function index, nested functions included. */
  functions: number[];
}

/** Structures that add 1 + their level, and put what is in them one level deeper. */
const structures = new Set([
  'ternary_expression',
  'conditional_expression',
  'switch_statement',
  'switch_expression',
  'expression_switch_statement',
  'type_switch_statement',
  'select_statement',
  'match_statement',
  'for_statement',
  'for_in_statement',
  'enhanced_for_statement',
  'foreach_statement',
  'for_range_loop',
  'foreach_statement',
  'rescue_modifier',
  'match_expression',
  'for_expression',
  'while_expression',
  'loop_expression',
  'while_statement',
  'do_statement',
  'catch_clause',
  'except_clause',
  'except_group_clause',
]);

/** Functions that are no unit of their own: they only nest. */
const lambdas = new Set([
  'lambda',
  'lambda_expression',
  'closure_expression',
  'anonymous_method_expression',
  'local_function_statement',
  'func_literal',
]);
const jumps = new Set([
  'break_statement',
  'continue_statement',
  'goto_statement',
  'break_expression',
  'continue_expression',
]);
const labels = new Set(['statement_identifier', 'identifier', 'label_name']);
const ifs = new Set(['if_statement', 'if_expression']);

/** What the functions have gathered so far, by index. */
interface Tally {
  own: number[];
  /** Increments that grow with nesting. */
  nesting: number[];
  /** The function's level in the function around it. */
  level: number[];
  recursive: Set<number>;
}

export function cognitiveComplexity(tree: SyntaxTree, map: FunctionMap): CognitiveComplexity {
  const zeros = (): number[] => map.units.map(() => 0);
  const tally: Tally = { own: zeros(), nesting: zeros(), level: zeros(), recursive: new Set() };
  const topLevel = walk(tree, map, tally);
  for (const unit of tally.recursive) tally.own[unit] = (tally.own[unit] ?? 0) + 1;
  return { total: topLevel + addToParents(map, tally), functions: tally.own };
}

/** Counts every node where it stands; returns what belongs to no function. */
function walk(tree: SyntaxTree, map: FunctionMap, tally: Tally): number {
  // Functions are in source order, so the walk meets them one after another.
  let next = 0;
  const regions: { end: number; level: number; unit: number }[] = [];
  let topLevel = 0;
  for (const node of tree.nodes) {
    while (regions.length > 0 && node.id >= (regions.at(-1)?.end ?? 0)) regions.pop();
    const { level: around, unit } = regions.at(-1) ?? { level: 0, unit: -1 };
    if (map.units[next]?.node === node) {
      const opened = next++;
      const holder = map.units[unit];
      tally.level[opened] = holder === undefined || onlyDeclares(holder.node) ? 0 : around + 1;
      regions.push({ end: node.subtreeEnd, level: 0, unit: opened });
      continue;
    }
    if (!node.named) continue;
    // The branch itself is inside already: `if (a) if (b) …` nests the second `if`.
    const level = isBranch(node) ? around + 1 : around;
    const deep = structures.has(node.kind) || (ifs.has(node.kind) && !isElseIf(node));
    const increment = (deep ? 1 + level : 0) + flatIncrement(node);
    if (unit < 0) topLevel += increment;
    else {
      tally.own[unit] = (tally.own[unit] ?? 0) + increment;
      if (deep) tally.nesting[unit] = (tally.nesting[unit] ?? 0) + 1;
      if (isCall(node) && callsItself(tree, node, map.units[unit]?.name)) tally.recursive.add(unit);
    }
    const inside = structures.has(node.kind) || lambdas.has(node.kind) ? level + 1 : level;
    if (inside > around) regions.push({ end: node.subtreeEnd, level: inside, unit });
  }
  return topLevel;
}

/** Adds each function to the one around it; children come after parents, so each is complete by then. */
function addToParents(map: FunctionMap, { own, nesting, level }: Tally): number {
  let outermost = 0;
  for (let unit = map.units.length - 1; unit >= 0; unit--) {
    const parent = map.units[unit]?.parent ?? -1;
    const value = own[unit] ?? 0;
    const grows = nesting[unit] ?? 0;
    if (parent < 0) outermost += value;
    else {
      own[parent] = (own[parent] ?? 0) + value + grows * (level[unit] ?? 0);
      nesting[parent] = (nesting[parent] ?? 0) + grows;
    }
  }
  return outermost;
}

/** +1 whatever the nesting: `else if`, `elif`, `else`, a labelled jump; one per sequence of logical operators. */
function flatIncrement(node: SyntaxNode): number {
  if (
    node.kind === 'elif_clause' ||
    node.kind === 'else_block' ||
    isElse(node) ||
    (ifs.has(node.kind) && isElseIf(node))
  )
    return 1;
  if (jumps.has(node.kind)) return isLabelled(node) ? 1 : 0;
  return logicalOperator(node) !== null && startsSequence(node) ? logicalSequences(node) : 0;
}

/** Rust's `break` may carry a value, which is no label. */
function isLabelled(jump: SyntaxNode): boolean {
  const inRust = jump.kind.endsWith('_expression');
  return jump.children.some((child) => (inRust ? child.kind === 'label' : labels.has(child.kind)));
}

function isElseIf(node: SyntaxNode): boolean {
  return node.parent?.kind === 'else_clause' || (node.field === 'alternative' && node.parent?.kind === 'if_statement');
}

/** An `else` that no `if` follows: a clause in Python and JavaScript, the bare statement in Java. */
function isElse(node: SyntaxNode): boolean {
  if (node.kind === 'else_clause') return !node.children.some((child) => ifs.has(child.kind));
  const bare = node.field === 'alternative' && node.parent?.kind === 'if_statement';
  return bare && node.kind !== 'elif_clause' && node.kind !== 'if_statement';
}

/** The code under an `if`, `elif` or `else`; conditions and the rest of an `else if` chain stay on their level. */
function isBranch(node: SyntaxNode): boolean {
  const parent = node.parent?.kind;
  if (parent === 'else_block') return true;
  if (node.field === 'consequence') return parent === 'elif_clause' || ifs.has(parent ?? '');
  if (parent === 'else_clause') return !ifs.has(node.kind);
  return node.kind !== 'else_clause' && isElse(node);
}
