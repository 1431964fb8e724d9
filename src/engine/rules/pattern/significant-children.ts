import type { SyntaxNode } from '../../tree/syntax-tree.js';

/** Children that patterns never speak of. */
const ignored: ReadonlySet<string> = new Set([
  'comment',
  'line_comment',
  'block_comment',
  'type_arguments',
  'optional_chain',
  'line_continuation',
  'type_argument_list',
]);

/** The children that decide whether two nodes are alike: named ones and operators. */
export function significantChildren(node: SyntaxNode): readonly SyntaxNode[] {
  // `a?.b` is `a.b` for a pattern.
  if (node.kind === 'conditional_access_expression')
    return node.children
      .flatMap((child) => (child.kind === 'member_binding_expression' ? child.children : [child]))
      .filter((child) => child.named);
  // Ruby: `a&.b` is `a.b`, and a block says nothing of what is called.
  if (node.kind === 'call')
    return node.children.filter((child) => child.named && child.field !== 'block' && !ignored.has(child.kind));
  return node.children.filter((child) =>
    child.named ? !ignored.has(child.kind) : child.field === 'operator' || child.field === 'operators',
  );
}

/** The expression that a statement consists of, or the statement. */
export function statementBody(node: SyntaxNode): SyntaxNode {
  if (node.kind !== 'expression_statement') return node;
  return significantChildren(node)[0] ?? node;
}

/** Nodes around one expression that mean nothing by themselves: parentheses, an argument's place, a list of one. */
const wrappers: ReadonlySet<string> = new Set([
  'parenthesized_expression',
  'argument',
  'literal_element',
  'expression_list',
  'array_element_initializer',
  'parenthesized_statements',
]);

/** The node inside any parentheses and places. */
export function withoutParentheses(node: SyntaxNode): SyntaxNode {
  let inner = node;
  while (wrappers.has(inner.kind)) {
    const parts = inner.children.filter((one) => one.named && !ignored.has(one.kind));
    const child = parts.at(-1);
    if (!child || (parts.length > 1 && inner.kind !== 'argument')) return inner;
    inner = child;
  }
  return inner;
}

const stringKinds: ReadonlySet<string> = new Set([
  'string',
  'string_literal',
  'character_literal',
  'verbatim_string_literal',
  'raw_string_literal',
  'interpreted_string_literal',
]);

export function isString(node: SyntaxNode): boolean {
  return stringKinds.has(node.kind);
}

export function isStringKind(kind: string): boolean {
  return stringKinds.has(kind);
}

/** A string literal's text without quotes and prefix; escapes stay as written. */
export function stringContent(text: string): string {
  const open = text.search(/["'`]/);
  if (open < 0) return text;
  const body = text.slice(open);
  const triple = /^("""|''')/.test(body) ? 3 : 1;
  return body.slice(triple, Math.max(triple, body.length - triple));
}
