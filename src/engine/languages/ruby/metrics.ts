import { child } from '../../tree/callee.js';
import type { SyntaxNode, SyntaxTree } from '../../tree/syntax-tree.js';
import { type Decision, type Decisions, type FunctionRules, kinds } from '../language-tables.js';
import { iterators } from './iterators.js';

/** Blocks and lambdas belong to the method around them; a class in a method does not. */
export const rubyFunctions: FunctionRules = {
  functions: kinds('method_declaration'),
  leaves: (node) => node.named && (node.kind === 'class_declaration' || node.kind === 'module_declaration'),
  part: null,
};

const one: Decision = (node) => (node.named ? 1 : 0);
const shortCircuit = kinds('&& || and or');
const shortCircuitAssignment = kinds('&&= ||=');

/**
 * As RuboCop's Metrics/CyclomaticComplexity counts: branches, loops, `when` and `in`, `&&` and `||` with their
 * assignments, safe navigation, blocks that iterate, and each `begin` that rescues once, however many handlers it has.
 * (RuboCop counts repeated safe navigation of one local once; here each counts.)
 */
export const rubyDecisions: Decisions = {
  if_statement: one,
  elif_clause: one,
  ternary_expression: one,
  while_statement: one,
  for_statement: one,
  case_statement: one,
  case_clause: one,
  rescue_modifier: one,
  catch_clause: (node) => (node.parent?.children.find((other) => other.kind === 'catch_clause') === node ? 1 : 0),
  binary_expression: (node) => (shortCircuit.has(child(node, 'operator')?.kind ?? '') ? 1 : 0),
  augmented_assignment: (node) => (shortCircuitAssignment.has(child(node, 'operator')?.kind ?? '') ? 1 : 0),
  call: (node, tree) => (node.children.some((part) => part.kind === '&.') ? 1 : 0) + (iterates(node, tree) ? 1 : 0),
};

/** `xs.each { … }` and `xs.map(&:name)`. */
function iterates(call: SyntaxNode, tree: SyntaxTree): boolean {
  const name = child(call, 'name');
  if (name === undefined || !iterators.has(tree.text(name))) return false;
  const given = child(call, 'arguments')?.children.some((part) => part.kind === 'block_argument') ?? false;
  return given || child(call, 'block') !== undefined;
}
