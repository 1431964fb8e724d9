import { child } from '../../tree/callee.js';
import type { Decision, Decisions, FunctionRules } from '../language-tables.js';

/** Lambdas belong to the method around them; bodies of anonymous and local classes do not. */
export const javaFunctions: FunctionRules = {
  functions: new Set(['method_declaration', 'constructor_declaration', 'compact_constructor_declaration']),
  leaves: (node) => node.kind === 'class_body',
  part: null,
};

const one: Decision = () => 1;

/** McCabe as Checkstyle counts it: short-circuit operators and each label but `default` included. */
export const javaDecisions: Decisions = {
  if_statement: one,
  for_statement: one,
  enhanced_for_statement: one,
  while_statement: one,
  do_statement: one,
  catch_clause: one,
  ternary_expression: one,
  switch_label: (node) => (node.children[0]?.kind === 'default' ? 0 : 1),
  binary_expression: (node) => (/^(&&|\|\|)$/.test(child(node, 'operator')?.kind ?? '') ? 1 : 0),
};
