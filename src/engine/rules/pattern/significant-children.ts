import type { SyntaxNode } from '../../tree/syntax-tree.js';

/** Children that patterns never speak of. */
const ignored: ReadonlySet<string> = new Set([
  'comment',
  'line_comment',
  'block_comment',
  'type_arguments',
  'type_annotation',
  'optional_chain',
  'line_continuation',
]);

/** The children that decide whether two nodes are alike: named ones and operators. */
export function significantChildren(node: SyntaxNode): readonly SyntaxNode[] {
  return node.children.filter((child) =>
    child.named ? !ignored.has(child.kind) : child.field === 'operator' || child.field === 'operators',
  );
}

/** The node inside any parentheses. */
export function withoutParentheses(node: SyntaxNode): SyntaxNode {
  let inner = node;
  while (inner.kind === 'parenthesized_expression') {
    const child = inner.children.find((one) => one.named && !ignored.has(one.kind));
    if (!child) return inner;
    inner = child;
  }
  return inner;
}

const stringKinds: ReadonlySet<string> = new Set(['string', 'string_literal', 'character_literal']);

export function isString(node: SyntaxNode): boolean {
  return stringKinds.has(node.kind);
}

/** A string literal's text without quotes and prefix; escapes stay as written. */
export function stringContent(text: string): string {
  const open = text.search(/["']/);
  if (open < 0) return text;
  const body = text.slice(open);
  const triple = /^("""|''')/.test(body) ? 3 : 1;
  return body.slice(triple, Math.max(triple, body.length - triple));
}
