import { child } from '../../tree/callee.js';
import type { Decision, Decisions, FunctionRules } from '../language-tables.js';

export const ecmascriptFunctions: FunctionRules = {
  functions: new Set([
    'function_declaration',
    'function_expression',
    'arrow_function',
    'method_definition',
    'generator_function',
    'generator_function_declaration',
  ]),
  // ESLint: each is a code path of its own.
  leaves: (node) =>
    node.kind === 'class_static_block' ||
    (node.field === 'value' &&
      (node.parent?.kind === 'field_definition' || node.parent?.kind === 'public_field_definition')),
  part: (node) => node.field !== 'name' && node.kind !== 'decorator',
};

const shortCircuit = new Set(['&&', '||', '??', '&&=', '||=', '??=']);
const shortCircuits: Decision = (node) => (shortCircuit.has(child(node, 'operator')?.kind ?? '') ? 1 : 0);
const one: Decision = () => 1;

/** As ESLint's `complexity` (classic). */
export const ecmascriptDecisions: Decisions = {
  catch_clause: one,
  ternary_expression: one,
  binary_expression: shortCircuits,
  augmented_assignment_expression: shortCircuits,
  for_statement: one,
  for_in_statement: one,
  if_statement: one,
  while_statement: one,
  do_statement: one,
  switch_case: one,
  assignment_pattern: one,
  object_assignment_pattern: one,
  required_parameter: (node) => (child(node, 'value') === undefined ? 0 : 1),
  optional_parameter: (node) => (child(node, 'value') === undefined ? 0 : 1),
  optional_chain: one,
  '?.': (node) => (node.parent?.kind === 'optional_chain' ? 0 : 1),
};
