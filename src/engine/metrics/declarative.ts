import { child } from '../tree/callee.js';
import type { SyntaxNode } from '../tree/syntax-tree.js';

/**
 * The white paper's exceptions: a function that only holds others (a JavaScript module pattern, a Python decorator) does
 * not make them nested. True when its body has nothing but declarations, assignments of functions, and a return.
 */
export function onlyDeclares(node: SyntaxNode): boolean {
  const body = child(node, 'body');
  if (body === undefined) return false;
  const statements = body.children.filter((one) => one.named && one.kind !== 'comment');
  if (node.kind === 'function_definition') return isDecorator(statements);
  return body.kind === 'statement_block' && statements.length > 0 && statements.every(declares);
}

/** One nested function and a return, with or without a docstring. */
function isDecorator(statements: readonly SyntaxNode[]): boolean {
  const rest = statements[0]?.children[0]?.kind === 'string' ? statements.slice(1) : statements;
  const [inner, result] = rest;
  return rest.length === 2 && functionIn(inner) && result?.kind === 'return_statement';
}

function functionIn(node: SyntaxNode | undefined): boolean {
  return node?.kind === 'function_definition' || node?.kind === 'decorated_definition';
}

const declarations = new Set([
  'function_declaration',
  'generator_function_declaration',
  'class_declaration',
  'interface_declaration',
  'type_alias_declaration',
  'empty_statement',
]);

const functions = new Set(['function_expression', 'arrow_function', 'class']);

function declares(statement: SyntaxNode): boolean {
  if (declarations.has(statement.kind)) return true;
  if (statement.kind === 'expression_statement') return assignsFunction(statement.children[0]);
  if (statement.kind !== 'lexical_declaration' && statement.kind !== 'variable_declaration') return false;
  return statement.children.every((one) => one.kind !== 'variable_declarator' || isPlain(child(one, 'value')));
}

function assignsFunction(node: SyntaxNode | undefined): boolean {
  return node?.kind === 'assignment_expression' && functions.has(child(node, 'right')?.kind ?? '');
}

/** A declared value that decides nothing: a function, or no expression with branches of its own. */
function isPlain(value: SyntaxNode | undefined): boolean {
  return value === undefined || functions.has(value.kind) || value.children.length === 0;
}
