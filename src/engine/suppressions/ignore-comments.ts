import { isComment } from '../tree/tokens.js';
import type { SyntaxNode, SyntaxTree } from '../tree/syntax-tree.js';

/** A comment that asks not to be told of findings: `codepitamah-ignore rule-id -- reason`. */
export interface IgnoreComment {
  readonly node: SyntaxNode;
  /** 1-based: the line whose findings are meant. */
  readonly line: number;
  /** Ids or globs, as written. */
  readonly rules: readonly string[];
  readonly reason: string | null;
}

const form = /codepitamah-ignore(-next-line)?(?![\w-])[ \t:]*([^\r\n]*)/;

/** The comments of a source that name our own word, in source order. */
export function ignoreComments(tree: SyntaxTree): IgnoreComment[] {
  if (!tree.source.includes('codepitamah-ignore')) return [];
  const found: IgnoreComment[] = [];
  for (const node of commentsOf(tree)) {
    const match = form.exec(tree.text(node));
    if (!match) continue;
    const said = (match[2] ?? '').replace(/\s*(\*\/|-->|\*\})\s*\}?\s*$/, '').trim();
    const [ids = '', reason = ''] = said.startsWith('-- ') ? ['', said.slice(3)] : said.split(/\s+--\s+|\s+--$/, 2);
    const line = tree.position(node.start).line;
    found.push({
      node,
      line: match[1] === undefined ? line : nextCodeLine(tree, node),
      rules: ids.split(/[\s,]+/).filter((id) => id !== ''),
      reason: reason.trim() === '' ? null : reason.trim(),
    });
  }
  return found;
}

export function* commentsOf(tree: SyntaxTree): Generator<SyntaxNode> {
  for (const node of tree.nodes) if (node.named && isComment(node)) yield node;
}

/** The line of the first code after a comment: further comments and empty lines between them do not count. */
export function nextCodeLine(tree: SyntaxTree, comment: SyntaxNode): number {
  for (let id = comment.subtreeEnd; id < tree.nodes.length; id += 1) {
    const node = tree.nodes[id];
    if (!node) break;
    if (isComment(node)) id = node.subtreeEnd - 1;
    else if (node.children.length === 0 && node.end > node.start && node.start >= comment.end)
      return tree.position(node.start).line;
  }
  return tree.position(comment.end).line + 1;
}
