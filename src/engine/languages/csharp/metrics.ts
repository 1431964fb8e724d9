import { child } from '../../tree/callee.js';
import type { Decision, Decisions, FunctionRules } from '../language-tables.js';

/** Members with code, as SonarC# and Roslyn count them: lambdas and local functions are code of the member around them. */
export const csharpFunctions: FunctionRules = {
  functions: new Set([
    'method_declaration',
    'constructor_declaration',
    'destructor_declaration',
    'operator_declaration',
    'conversion_operator_declaration',
    'accessor_declaration',
  ]),
  // `{ get; set; }` holds no code.
  needBody: new Set(['accessor_declaration']),
  leaves: () => false,
  part: null,
};

const one: Decision = () => 1;
const shortCircuits: Decision = (node) => (/^(&&|\|\||\?\?|\?\?=)$/.test(child(node, 'operator')?.kind ?? '') ? 1 : 0);

/** As SonarC#: branches, loops, cases, `&&`, `||`, `??`, `?.` and patterns joined by `and` or `or`; a `catch` is none. */
export const csharpDecisions: Decisions = {
  if_statement: one,
  for_statement: one,
  foreach_statement: one,
  while_statement: one,
  do_statement: one,
  conditional_expression: one,
  conditional_access_expression: one,
  binary_expression: shortCircuits,
  assignment_expression: shortCircuits,
  and_pattern: one,
  or_pattern: one,
  switch_section: (node) => (node.children.some((part) => part.kind === 'case') ? 1 : 0),
  switch_expression_arm: (node) => (node.children[0]?.kind === 'discard' ? 0 : 1),
};
