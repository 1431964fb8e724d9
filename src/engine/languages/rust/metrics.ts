import { child } from '../../tree/callee.js';
import type { Decision, Decisions, FunctionRules } from '../language-tables.js';

/** Closures belong to the function around them; items declared inside a function do not. */
export const rustFunctions: FunctionRules = {
  functions: new Set(['function_item']),
  leaves: (node) => node.kind === 'declaration_list' || node.kind === 'const_item' || node.kind === 'static_item',
  part: null,
};

const one: Decision = () => 1;

/** As rust-code-analysis counts: branches, loops, every arm of a match, `?`, short-circuit operators. */
export const rustDecisions: Decisions = {
  if_expression: one,
  for_expression: one,
  while_expression: one,
  loop_expression: one,
  match_arm: one,
  try_expression: one,
  binary_expression: (node) => (/^(&&|\|\|)$/.test(child(node, 'operator')?.kind ?? '') ? 1 : 0),
  // `if let A = a && b`: a chain of conditions has no operator of its own.
  let_chain: (node) => node.children.filter((part) => part.kind === '&&').length,
};
