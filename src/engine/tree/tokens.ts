import type { SyntaxNode, SyntaxTree } from './syntax-tree.js';

/** Kinds of comment nodes in all grammars. */
export const commentKinds: ReadonlySet<string> = new Set(['comment', 'line_comment', 'block_comment', 'html_comment']);

export function isComment(node: SyntaxNode): boolean {
  return commentKinds.has(node.kind);
}

/** The leaves of the tree that are code: every token with text, in source order, without comments. */
export function tokensOf(tree: SyntaxTree): SyntaxNode[] {
  const tokens: SyntaxNode[] = [];
  for (let id = 0; id < tree.nodes.length; id++) {
    const node = tree.nodes[id];
    if (node === undefined) break;
    if (isComment(node)) id = node.subtreeEnd - 1;
    else if (node.children.length === 0 && node.end > node.start) tokens.push(node);
  }
  return tokens;
}
