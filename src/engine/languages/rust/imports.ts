import type { SyntaxNode, SyntaxTree } from '../../tree/syntax-tree.js';

/** Uses of one file that are read. */
const maximumUses = 500;

/** The full dotted path behind each name that `use` declarations bring in: `use std::{fs, io as i}` → fs, i. */
export function readRustImports(tree: SyntaxTree): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  readRustUses(tree, names, new Set());
  return names;
}

/** The same, and the crates and modules that are named. */
export function readRustUses(tree: SyntaxTree, names: Map<string, string>, modules: Set<string>): void {
  for (const declaration of tree.byKind('use_declaration').slice(0, maximumUses)) {
    const argument = declaration.children.find((child) => child.field === 'argument');
    const open: { node: SyntaxNode; prefix: string }[] = argument ? [{ node: argument, prefix: '' }] : [];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      const { node, prefix } = next;
      const text = dotted(tree.text(node));
      const field = (name: string): SyntaxNode | undefined => node.children.find((child) => child.field === name);
      if (node.kind === 'scoped_use_list' || node.kind === 'use_list') {
        const path = field('path');
        const inner = path ? join(prefix, dotted(tree.text(path))) : prefix;
        modules.add(inner.replaceAll('.', '::'));
        const list = node.kind === 'use_list' ? node : field('list');
        for (const child of list?.children ?? []) if (child.named) open.push({ node: child, prefix: inner });
      } else if (node.kind === 'use_as_clause') {
        const path = field('path');
        const alias = field('alias');
        if (path && alias) names.set(tree.text(alias), join(prefix, dotted(tree.text(path))));
      } else if (node.kind === 'use_wildcard') {
        modules.add(join(prefix, text.replace(/\.?\*$/, '')).replaceAll('.', '::'));
      } else {
        const full = text === 'self' ? prefix : join(prefix, text);
        names.set(full.split('.').at(-1) ?? full, full);
        modules.add(full.replaceAll('.', '::'));
      }
    }
  }
}

function dotted(path: string): string {
  return path.replace(/\s+/g, '').replaceAll('::', '.');
}

function join(prefix: string, path: string): string {
  return prefix === '' ? path : `${prefix}.${path}`;
}
