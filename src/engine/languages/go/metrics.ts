import { child } from '../../tree/callee.js';
import type { Decision, Decisions, FunctionRules } from '../language-tables.js';

/** As gocyclo: declared functions and methods; a function literal is code of the function around it. */
export const goFunctions: FunctionRules = {
  functions: new Set(['function_declaration', 'method_declaration']),
  leaves: () => false,
  part: null,
};

const one: Decision = () => 1;

/** As gocyclo: `if`, `for`, each case but a default, `&&` and `||`. */
export const goDecisions: Decisions = {
  if_statement: one,
  for_statement: one,
  expression_case: one,
  type_case: one,
  communication_case: one,
  binary_expression: (node) => (/^(&&|\|\|)$/.test(child(node, 'operator')?.kind ?? '') ? 1 : 0),
};
