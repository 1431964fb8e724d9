import type { SyntaxNode, SyntaxTree } from '../tree/syntax-tree.js';
import type { FunctionMap } from './functions.js';

/** Control structures that put their inside a level deeper; `else if` goes on at the level of its `if`. */
const structures = new Set([
  'if_statement',
  'for_statement',
  'for_in_statement',
  'enhanced_for_statement',
  'foreach_statement',
  'for_range_loop',
  'foreach_statement',
  'if_expression',
  'match_expression',
  'for_expression',
  'while_expression',
  'loop_expression',
  'while_statement',
  'do_statement',
  'switch_statement',
  'switch_expression',
  'expression_switch_statement',
  'type_switch_statement',
  'select_statement',
  'match_statement',
  'try_statement',
  'try_with_resources_statement',
  'with_statement',
  'synchronized_statement',
  'using_statement',
  'lock_statement',
]);

export interface Nesting {
  /** Deepest in the whole source. */
  max: number;
  /** By function index; a nested function starts from 0 and counts for itself only. */
  functions: number[];
}

export function nestingDepth(tree: SyntaxTree, map: FunctionMap): Nesting {
  const functions = map.units.map(() => 0);
  // Functions are in source order, so the walk meets them one after another.
  let next = 0;
  const regions: { end: number; depth: number; unit: number }[] = [];
  let max = 0;
  for (const node of tree.nodes) {
    while (regions.length > 0 && node.id >= (regions.at(-1)?.end ?? 0)) regions.pop();
    const { depth, unit } = regions.at(-1) ?? { depth: 0, unit: -1 };
    if (map.units[next]?.node === node) {
      regions.push({ end: node.subtreeEnd, depth: 0, unit: next++ });
    } else if (structures.has(node.kind) && !continues(node)) {
      const deeper = depth + 1;
      regions.push({ end: node.subtreeEnd, depth: deeper, unit });
      max = Math.max(max, deeper);
      if (unit >= 0) functions[unit] = Math.max(functions[unit] ?? 0, deeper);
    }
  }
  return { max, functions };
}

function continues(node: SyntaxNode): boolean {
  if (node.kind !== 'if_statement' && node.kind !== 'if_expression') return false;
  return node.parent?.kind === 'else_clause' || (node.field === 'alternative' && node.parent?.kind === 'if_statement');
}
