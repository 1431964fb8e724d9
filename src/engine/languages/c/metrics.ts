import { child } from '../../tree/callee.js';
import type { Decision, Decisions, FunctionRules } from '../language-tables.js';

/** Lambdas belong to the function around them; members of a local class do not. */
export const cFunctions: FunctionRules = {
  functions: new Set(['function_definition']),
  leaves: (node) => node.kind === 'field_declaration_list',
  part: null,
};

const one: Decision = () => 1;

/**
 * As lizard counts C and C++: branches, loops, case labels without `default`, short-circuit operators, handlers, and the
 * conditions of the preprocessor (`#if`, `#ifdef`, `#elif`; a guard by `#ifndef` decides nothing).
 */
export const cDecisions: Decisions = {
  if_statement: one,
  for_statement: one,
  for_range_loop: one,
  while_statement: one,
  do_statement: one,
  conditional_expression: one,
  catch_clause: one,
  case_statement: (node) => (child(node, 'value') === undefined ? 0 : 1),
  binary_expression: (node) => (/^(&&|\|\||and|or)$/.test(child(node, 'operator')?.kind ?? '') ? 1 : 0),
  preproc_if: one,
  preproc_elif: one,
  preproc_ifdef: (node) => (node.children[0]?.kind === '#ifdef' ? 1 : 0),
};
