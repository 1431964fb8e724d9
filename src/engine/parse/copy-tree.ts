import type { Language, Tree } from 'web-tree-sitter';
import type { SyntaxNode } from '../tree/syntax-tree.js';
import type { MutableNode } from './normal-form.js';
import { RawCursor } from './raw-cursor.js';

/** Every node of a parse in pre-order, and those the parser could not make sense of. */
export interface CopiedTree {
  nodes: MutableNode[];
  errors: SyntaxNode[];
}

/** How the walk writes what `SyntaxNode` shows read-only. */
interface NodeUnderWay extends SyntaxNode {
  children: NodeUnderWay[];
  subtreeEnd: number;
}

/** The parser's symbol for nodes it could not make sense of (ts_builtin_sym_error). */
const ERROR_SYMBOL = 65_535;

/** Shared by all leaves; never written. */
const leaf: NodeUnderWay[] = [];

/**
 * Copies a parse out of WebAssembly in one cursor walk, iterative because trees can be 50,000 deep. Each question
 * is a call into WebAssembly, so the walk asks only for numbers and reads names from tables. Offsets come in UTF-16 units
 * (the binding hands the parser UTF-16 and halves the byte offsets).
 */
export function copyTree(tree: Tree, language: Language): CopiedTree {
  const nodes: NodeUnderWay[] = [];
  const errors: SyntaxNode[] = [];
  const { kinds, named, fields } = namesOf(language);
  // Children of the open nodes, outermost first; a parent gets its own as one array of just their number when it closes.
  const pending: NodeUnderWay[] = [];
  const firstOf: number[] = [];
  let count = 0;
  const cursor = new RawCursor(tree);
  let parent: NodeUnderWay | null = null;
  try {
    for (;;) {
      const symbol = cursor.symbol;
      const fieldId = parent === null ? 0 : cursor.fieldId;
      const node: NodeUnderWay = {
        id: nodes.length,
        kind: symbol === ERROR_SYMBOL ? 'ERROR' : (kinds[symbol] ?? 'ERROR'),
        start: cursor.start,
        end: cursor.end,
        field: fieldId === 0 ? null : (fields[fieldId] ?? null),
        named: symbol === ERROR_SYMBOL || named[symbol] === true,
        parent,
        children: leaf,
        subtreeEnd: nodes.length + 1,
      };
      nodes.push(node);
      pending[count++] = node;
      if (symbol === ERROR_SYMBOL || (node.start === node.end && cursor.isMissing)) errors.push(node);
      if (cursor.gotoFirstChild()) {
        firstOf.push(count);
        parent = node;
        continue;
      }
      while (!cursor.gotoNextSibling()) {
        if (parent === null || !cursor.gotoParent()) return { nodes, errors };
        const first = firstOf.pop() ?? count;
        parent.children = pending.slice(first, count);
        count = first;
        parent.subtreeEnd = nodes.length;
        parent = parent.parent as NodeUnderWay | null;
      }
    }
  } finally {
    cursor.delete();
  }
}

interface Names {
  kinds: readonly (string | undefined)[];
  named: readonly boolean[];
  fields: readonly (string | null)[];
}

const namesByLanguage = new WeakMap<Language, Names>();

function namesOf(language: Language): Names {
  const known = namesByLanguage.get(language);
  if (known !== undefined) return known;
  const count = language.nodeTypeCount;
  const names: Names = {
    kinds: Array.from({ length: count }, (_, id) => language.nodeTypeForId(id) ?? undefined),
    named: Array.from({ length: count }, (_, id) => language.nodeTypeIsNamed(id)),
    fields: language.fields,
  };
  namesByLanguage.set(language, names);
  return names;
}
