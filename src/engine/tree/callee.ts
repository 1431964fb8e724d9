import type { SyntaxNode, SyntaxTree } from './syntax-tree.js';

/** Node kinds that are calls, with the field that holds what is called. Kinds of all grammars: they do not collide. */
const calleeField: Readonly<Record<string, string>> = {
  // JavaScript, TypeScript, C, C++, Rust
  call_expression: 'function',
  new_expression: 'constructor',
  // Python; Ruby's calls are without it and have a name
  call: 'function',
  // Java
  method_invocation: 'name',
  object_creation_expression: 'type',
  // C#
  invocation_expression: 'function',
  // Rust
  macro_invocation: 'macro',
  // PHP
  function_call_expression: 'function',
  member_call_expression: 'name',
  scoped_call_expression: 'name',
};

/** Wrappers around a callee that do not change what is called: `(f)()`, `f!()`, `(await f)()`. */
const transparent = new Set(['parenthesized_expression', 'non_null_expression', 'await_expression', 'await']);

/** Where a path ends in the name that counts: `a.b.execute`, `java.util.Random`, `List<String>`. */
const lastName: Readonly<Record<string, string>> = {
  member_expression: 'property',
  attribute: 'attribute',
  nested_identifier: 'property',
  // C#
  member_access_expression: 'property',
  conditional_access_expression: 'property',
  member_binding_expression: 'name',
  // Go
  selector_expression: 'property',
  // C, C++, Rust
  field_expression: 'field',
  qualified_identifier: 'name',
  scoped_identifier: 'name',
  template_function: 'name',
  template_method: 'name',
  template_type: 'name',
  dependent_name: 'name',
  generic_function: 'function',
};

export function isCall(node: SyntaxNode): boolean {
  return calleeField[node.kind] !== undefined && node.named;
}

/** All kinds of call nodes, for index building. */
export const callKinds: readonly string[] = Object.keys(calleeField);

/** The first child with the field, or undefined. */
export function child(node: SyntaxNode, field: string): SyntaxNode | undefined {
  for (const one of node.children) if (one.field === field) return one;
  return undefined;
}

/** The expression a call calls, without wrappers; null for shapes that name nothing. */
export function callee(call: SyntaxNode): SyntaxNode | null {
  const field = calleeField[call.kind];
  let node = field === undefined ? undefined : (child(call, field) ?? otherwiseNamed(call));
  while (node !== undefined && transparent.has(node.kind)) {
    node = node.children.find((one) => one.named && one.kind !== 'comment');
  }
  return node ?? null;
}

/** Ruby's calls have a name, and C++ says what `new` makes as its type. */
function otherwiseNamed(call: SyntaxNode): SyntaxNode | undefined {
  if (call.kind === 'call') return child(call, 'name');
  return call.kind === 'new_expression' ? child(call, 'type') : undefined;
}

/** The last name of what a call calls (`execute`, `Random`), or null when it is computed. */
export function calleeName(tree: Pick<SyntaxTree, 'text'>, call: SyntaxNode): string | null {
  let node = callee(call);
  while (node !== null) {
    const field = lastName[node.kind];
    if (field !== undefined) node = child(node, field) ?? null;
    else if (node.kind === 'generic_type' || node.kind === 'generic_name')
      node = node.children.find((one) => one.named) ?? null;
    else if (node.kind === 'scoped_type_identifier' || node.kind === 'qualified_name')
      node = node.children.findLast((one) => one.named) ?? null;
    else if (node.kind === 'subscript_expression') return subscriptName(tree, node);
    else return nameKinds.has(node.kind) ? tree.text(node) : null;
  }
  return null;
}

const nameKinds = new Set([
  'identifier',
  'property_identifier',
  'field_identifier',
  'private_property_identifier',
  'name',
  'constant',
  'type_identifier',
  'field_identifier',
  'super',
  'this',
  'import',
]);

/** `window['eval'](x)` calls `eval` all the same. */
function subscriptName(tree: Pick<SyntaxTree, 'text'>, node: SyntaxNode): string | null {
  const index = child(node, 'index');
  if (index?.kind !== 'string') return null;
  return tree.text(index).slice(1, -1);
}
