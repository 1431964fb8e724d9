import { child } from '../../tree/callee.js';
import type { SyntaxNode } from '../../tree/syntax-tree.js';
import type { Decisions, FunctionRules } from '../language-tables.js';

/** As radon: only a function's body is its code; defaults, decorators and nested classes are nobody's. */
export const pythonFunctions: FunctionRules = {
  functions: new Set(['function_definition']),
  leaves: (node) => node.kind === 'class_definition' || node.kind === 'decorator',
  part: (node) => node.field === 'body',
};

/** As radon. */
export const pythonDecisions: Decisions = {
  if_statement: () => 1,
  elif_clause: () => 1,
  conditional_expression: () => 1,
  for_statement: () => 1,
  while_statement: () => 1,
  // Of a loop or a try; the `else` of an `if` is no decision.
  else_clause: (node) => (node.parent?.kind === 'if_statement' ? 0 : 1),
  except_clause: () => 1,
  except_group_clause: () => 1,
  boolean_operator: () => 1,
  for_in_clause: () => 1,
  if_clause: (node) => (node.parent?.kind === 'case_clause' ? 0 : 1),
  assert_statement: () => 1,
  // radon 6: each case but one irrefutable one.
  match_statement: (node) => {
    const cases = child(node, 'body')?.children.filter((one) => one.kind === 'case_clause') ?? [];
    return Math.max(0, cases.length - (cases.some(irrefutable) ? 1 : 0));
  },
};

/** `case _` or `case name`. */
function irrefutable(clause: SyntaxNode): boolean {
  const pattern = clause.children.find((one) => one.kind === 'case_pattern');
  const inner = pattern?.children[0];
  return (
    pattern?.children.length === 1 &&
    (inner?.kind === '_' || (inner?.kind === 'dotted_name' && inner.children.length === 1))
  );
}
