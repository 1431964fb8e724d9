import type { SyntaxNode } from '../tree/syntax-tree.js';

const logicalKinds = new Set(['binary_expression', 'boolean_operator']);
const logicalOperators = new Set(['&&', '||', 'and', 'or']);

/** `&&`, `||`, `and` or `or` when the node is such an expression, else null. */
export function logicalOperator(node: SyntaxNode): string | null {
  if (!logicalKinds.has(node.kind)) return null;
  for (const child of node.children)
    if (child.field === 'operator') return logicalOperators.has(child.kind) ? child.kind : null;
  return null;
}

/** The expression inside any parentheses. */
function unwrapped(node: SyntaxNode): SyntaxNode {
  let inner = node;
  while (inner.kind === 'parenthesized_expression') {
    const next = inner.children.find((child) => child.named && child.kind !== 'comment');
    if (next === undefined) break;
    inner = next;
  }
  return inner;
}

/** True for a logical expression that is not an operand of another one. */
export function startsSequence(node: SyntaxNode): boolean {
  let parent = node.parent;
  while (parent?.kind === 'parenthesized_expression') parent = parent.parent;
  return parent === null || logicalOperator(parent) === null;
}

/**
 * How often the operator changes along a chain of logical operators, read left to right, the first one included:
 * `a && b && c || d` is 2 (cognitive complexity, "sequences of logical operators"). In-order walk with a stack of its
 * own: chains can be tens of thousands long and nest to either side.
 */
export function logicalSequences(top: SyntaxNode): number {
  let sequences = 0;
  let previous: string | null = null;
  const open: SyntaxNode[] = [];
  let next: SyntaxNode | null = top;
  for (;;) {
    while (next !== null && logicalOperator(next) !== null) {
      open.push(next);
      next = operand(next, 'left');
    }
    const node = open.pop();
    if (node === undefined) return sequences;
    const operator = logicalOperator(node);
    if (operator !== previous) sequences += 1;
    previous = operator;
    next = operand(node, 'right');
  }
}

function operand(node: SyntaxNode, side: 'left' | 'right'): SyntaxNode | null {
  for (const child of node.children) if (child.field === side) return unwrapped(child);
  return null;
}
