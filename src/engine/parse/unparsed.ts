import { IndexedTree } from '../tree/indexed-tree.js';
import type { LanguageId, SyntaxNode } from '../tree/syntax-tree.js';

/** The tree of a source that was not parsed: one node that says nothing. Lines can still be counted, nothing can be found. */
export function unparsed(source: string, language: LanguageId): IndexedTree {
  const root: SyntaxNode = {
    id: 0,
    kind: 'ERROR',
    start: 0,
    end: 0,
    field: null,
    named: true,
    parent: null,
    children: [],
    subtreeEnd: 1,
  };
  return new IndexedTree(language, source, [root], [root]);
}
