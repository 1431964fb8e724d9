import type { SyntaxTree } from '../../tree/syntax-tree.js';

const known = new WeakMap<SyntaxTree, ReadonlySet<string>>();

/** Whether a class of a Python file lists all the values that it has: `Mode(text)`, `Mode[text]` give one of them or fail. */
export function isEnumClass(tree: SyntaxTree, name: string): boolean {
  if (tree.language !== 'python') return false;
  let names = known.get(tree);
  if (!names) {
    const declared = tree.source.matchAll(/^[ \t]*class (\w+)\([^)\n]*(?:Enum|Flag)\b/gm);
    known.set(tree, (names = new Set([...declared].map(([, found = '']) => found))));
  }
  return names.has(name);
}
