import type { MutableNode } from '../../parse/normal-form.js';

/**
 * Ruby's grammar names a statement by its keyword, so that `if` is both the statement and the word in it; here they get the
 * names that the other grammars use. Modifiers are the statements they abbreviate, and a call has the parts of a call.
 */
const renamed: Readonly<Record<string, string>> = {
  if: 'if_statement',
  if_modifier: 'if_statement',
  unless: 'if_statement',
  unless_modifier: 'if_statement',
  elsif: 'elif_clause',
  while: 'while_statement',
  until: 'while_statement',
  while_modifier: 'while_statement',
  until_modifier: 'while_statement',
  for: 'for_statement',
  case: 'switch_statement',
  when: 'case_statement',
  case_match: 'match_statement',
  in_clause: 'case_clause',
  conditional: 'ternary_expression',
  return: 'return_statement',
  break: 'break_statement',
  next: 'continue_statement',
  class: 'class_declaration',
  module: 'module_declaration',
  method: 'method_declaration',
  singleton_method: 'method_declaration',
  rescue: 'catch_clause',
  ensure: 'finally_clause',
  block: 'do_block',
  block_body: 'body_statement',
  binary: 'binary_expression',
  unary: 'unary_expression',
  operator_assignment: 'augmented_assignment',
  element_reference: 'subscript_expression',
};

const fields: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  call: { receiver: 'object', method: 'name' },
  for: { pattern: 'left', value: 'right' },
  scope_resolution: { scope: 'object', name: 'property' },
  if_modifier: { body: 'consequence' },
  unless_modifier: { body: 'consequence' },
};

const conditional: ReadonlySet<string> = new Set(['if_statement', 'elif_clause']);

/** Ruby's tree in the terms that rules and metrics share. */
export function rubyNormalForm(node: MutableNode): void {
  if (!node.named) return;
  const { kind } = node;
  node.kind = kind === 'else' ? elseKind(node) : isBody(kind) ? 'statement_list' : (renamed[kind] ?? kind);
  if (kind === 'begin') node.kind = isTry(node) ? 'try_statement' : 'begin_block';
  if (kind === 'while_modifier' || kind === 'until_modifier') {
    if (node.children[0]?.kind === 'begin') node.kind = 'do_statement';
  }
  const names = fields[kind];
  if (names)
    for (const child of node.children) if (child.field !== null) child.field = names[child.field] ?? child.field;
  if (kind === 'element_reference') {
    const index = node.children.find((child) => child.named && child.field === null);
    if (index) index.field = 'index';
  }
  if (kind === 'regex') {
    const parts = node.children.filter((child) => child.named);
    if (parts.length === 1 && parts[0]?.kind === 'string_content') parts[0].field = 'pattern';
  }
}

/** What stands between the keywords of a statement. */
function isBody(kind: string): boolean {
  return kind === 'then' || kind === 'do';
}

function isTry(node: MutableNode): boolean {
  return node.children.some((child) => child.named && (child.kind === 'rescue' || child.kind === 'ensure'));
}

/** The `else` of an `if`, the default of a `case`, or what runs when nothing was raised. Parents come first. */
function elseKind(node: MutableNode): string {
  const holder = node.parent?.kind ?? '';
  if (conditional.has(holder)) return 'else_block';
  return holder === 'switch_statement' || holder === 'match_statement' ? 'default_clause' : 'no_error_clause';
}
