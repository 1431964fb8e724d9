import { LineIndex } from '../tree/line-index.js';
import type { SyntaxNode, SyntaxTree } from '../tree/syntax-tree.js';
import { isComment } from '../tree/tokens.js';

/** Every line of a source is exactly one of these, so the three add up to the number of lines. */
export interface LineCounts {
  /** Lines that hold code, with or without a comment beside it. */
  code: number;
  /** Lines that hold nothing but comment; Python's docstrings are comments. */
  comment: number;
  blank: number;
}

const BLANK = 0;
const COMMENT = 1;
const CODE = 2;

export function countLines(tree: SyntaxTree, tokens: readonly SyntaxNode[]): LineCounts {
  const index = new LineIndex(tree.source);
  const kinds = new Uint8Array(lineCount(tree.source, index) + 1);
  const mark = (node: SyntaxNode, kind: number): void => {
    // The end is exclusive; a comment's node may hold its line's end.
    const last = index.line(Math.max(node.start, node.end - 1));
    for (let line = index.line(node.start); line <= last && line < kinds.length; line++) {
      kinds[line] = Math.max(kinds[line] ?? BLANK, kind);
    }
  };
  for (const node of tree.nodes) if (isComment(node) || isDocstring(tree, node)) mark(node, COMMENT);
  for (const token of tokens) if (!inDocstring(tree, token)) mark(token, CODE);
  const counts: LineCounts = { code: 0, comment: 0, blank: 0 };
  for (let line = 1; line < kinds.length; line++) {
    if (kinds[line] === COMMENT) counts.comment += 1;
    else if (kinds[line] === CODE || hasText(tree.source, index, line)) counts.code += 1;
    else counts.blank += 1;
  }
  return counts;
}

/** Lines as an editor numbers them, without the empty one after a last line break. */
function lineCount(source: string, index: LineIndex): number {
  return index.start(index.count) >= source.length ? index.count - 1 : index.count;
}

/** Text without a token: a line continuation, or something the parser skipped. */
function hasText(source: string, index: LineIndex, line: number): boolean {
  const end = line < index.count ? index.start(line + 1) : source.length;
  return /\S/.test(source.slice(index.start(line), end).replace('\ufeff', ''));
}

/** A string that stands alone as the first statement of a module, class or function. */
function isDocstring(tree: SyntaxTree, node: SyntaxNode): boolean {
  if (tree.language !== 'python' || node.kind !== 'string') return false;
  const statement = node.parent;
  const block = statement?.parent;
  if (statement?.kind !== 'expression_statement' || statement.children.length !== 1 || block == null) return false;
  const first = block.children.find((child) => !isComment(child));
  const holder = block.parent?.kind;
  return (
    first === statement &&
    (block.kind === 'module' || holder === 'function_definition' || holder === 'class_definition')
  );
}

function inDocstring(tree: SyntaxTree, token: SyntaxNode): boolean {
  return token.parent !== null && isDocstring(tree, token.parent);
}
