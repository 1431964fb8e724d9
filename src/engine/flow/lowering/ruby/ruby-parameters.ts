import type { SyntaxNode, SyntaxTree } from '../../../tree/syntax-tree.js';
import type { Parameter } from '../../core-tree.js';

/** Parameters of a method, block or lambda; locals of a block (`|a; b|`) are none. */
export function rubyParameters(tree: SyntaxTree, fn: SyntaxNode): readonly Parameter[] {
  const list = fn.children.find((child) => child.field === 'parameters');
  return (list?.children ?? []).flatMap((node): readonly Parameter[] => {
    if (!node.named || node.field === 'locals' || node.kind === 'comment') return [];
    const name = node.kind === 'identifier' ? node : node.children.find((child) => child.field === 'name');
    const parts =
      node.kind === 'destructured_parameter' ? node.children.filter((child) => child.kind === 'identifier') : [];
    if (!name && parts.length === 0) return [];
    return [
      {
        name: name ? tree.text(name) : tree.text(node),
        node,
        type: null,
        annotations: [],
        rest: node.kind === 'splat_parameter' || node.kind === 'hash_splat_parameter',
        properties: parts.map((part) => tree.text(part)),
      },
    ];
  });
}
