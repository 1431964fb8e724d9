import { cDecisions } from '../languages/c/metrics.js';
import { csharpDecisions } from '../languages/csharp/metrics.js';
import { goDecisions } from '../languages/go/metrics.js';
import type { Decision, Decisions } from '../languages/language-tables.js';
import { phpDecisions } from '../languages/php/metrics.js';
import { rubyDecisions } from '../languages/ruby/metrics.js';
import { rustDecisions } from '../languages/rust/metrics.js';
import { child } from '../tree/callee.js';
import type { LanguageId, SyntaxNode, SyntaxTree } from '../tree/syntax-tree.js';
import type { FunctionMap } from './functions.js';

/**
 * Cyclomatic complexity: 1 + decision points. What a decision is follows the tool each community measures with, so that
 * figures can be compared: radon for Python, ESLint's `complexity` (classic) for JavaScript and TypeScript, for Java
 * McCabe as Checkstyle counts it (short-circuit operators and each non-default label included), for the others see
 * languages/<language>/metrics.ts.
 */
const pythonDecisions: Decisions = {
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

const shortCircuit = new Set(['&&', '||', '??', '&&=', '||=', '??=']);
const shortCircuits: Decision = (node) => (shortCircuit.has(child(node, 'operator')?.kind ?? '') ? 1 : 0);
const one: Decision = () => 1;

const ecmascriptDecisions: Decisions = {
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

const javaDecisions: Decisions = {
  if_statement: one,
  for_statement: one,
  enhanced_for_statement: one,
  while_statement: one,
  do_statement: one,
  catch_clause: one,
  ternary_expression: one,
  switch_label: (node) => (node.children[0]?.kind === 'default' ? 0 : 1),
  binary_expression: shortCircuits,
};

const decisionsOf: Readonly<Partial<Record<LanguageId, Decisions>>> = {
  python: pythonDecisions,
  javascript: ecmascriptDecisions,
  typescript: ecmascriptDecisions,
  java: javaDecisions,
  csharp: csharpDecisions,
  go: goDecisions,
  c: cDecisions,
  cpp: cDecisions,
  rust: rustDecisions,
  php: phpDecisions,
  ruby: rubyDecisions,
};

export interface CyclomaticComplexity {
  /** 1 + every decision point of the source. */
  total: number;
  /** By function index. */
  functions: number[];
}

export function cyclomaticComplexity(tree: SyntaxTree, map: FunctionMap): CyclomaticComplexity {
  const decisions = decisionsOf[tree.language] ?? {};
  const functions = map.units.map(() => 1);
  let total = 1;
  for (let id = 0; id < tree.nodes.length; id++) {
    const node = tree.nodes[id];
    const decision = node === undefined ? undefined : decisions[node.kind];
    if (node === undefined || decision === undefined) continue;
    const count = decision(node, tree);
    const owner = map.owner[id] ?? -1;
    total += count;
    if (owner >= 0) functions[owner] = (functions[owner] ?? 1) + count;
    // radon does not look into what an assertion asserts.
    if (node.kind === 'assert_statement' && tree.language === 'python') id = node.subtreeEnd - 1;
  }
  return { total, functions };
}
