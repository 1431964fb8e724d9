import { child } from '../../tree/callee.js';
import { type Decision, type Decisions, type FunctionRules, kinds } from '../language-tables.js';

/** Closures belong to the function around them, as PDepend has it; the methods of an anonymous class do not. */
export const phpFunctions: FunctionRules = {
  functions: kinds('function_definition method_declaration'),
  leaves: (node) => node.kind === 'declaration_list',
  part: null,
};

const shortCircuit = kinds('&& || and or xor ??');
const one: Decision = () => 1;

/**
 * McCabe as PHPMD counts it (PDepend's extended CCN): branches, loops, cases and catches, and each short-circuit operator;
 * arms of a `match` count like cases.
 */
export const phpDecisions: Decisions = {
  if_statement: one,
  elif_clause: one,
  conditional_expression: one,
  for_statement: one,
  foreach_statement: one,
  while_statement: one,
  do_statement: one,
  catch_clause: one,
  case_statement: one,
  match_conditional_expression: one,
  binary_expression: (node) => (shortCircuit.has(child(node, 'operator')?.kind ?? '') ? 1 : 0),
  augmented_assignment_expression: (node) => (child(node, 'operator')?.kind === '??=' ? 1 : 0),
};
