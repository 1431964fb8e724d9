import type { SyntaxNode, SyntaxTree } from '../../../tree/syntax-tree.js';
import type { Parameter } from '../../core-tree.js';

/** Parameters of any PHP function; promoted properties are parameters too. */
export function phpParameters(tree: SyntaxTree, fn: SyntaxNode): readonly Parameter[] {
  const list = fn.children.find((child) => child.field === 'parameters');
  return (list?.children ?? []).flatMap((node): readonly Parameter[] => {
    const name = node.children.find((child) => child.field === 'name');
    if (!node.named || !name) return [];
    const type = node.children.find((child) => child.field === 'type');
    return [
      {
        name: tree.text(name),
        node,
        type: type ? lastSegment(tree.text(type).replace(/^\?/, '')) : null,
        annotations: attributesOf(tree, node).map((attribute) => attribute.split('(')[0] ?? ''),
        rest: node.kind === 'variadic_parameter',
        properties: [],
      },
    ];
  });
}

/** Full text of each `#[…]` attribute, without a leading backslash. */
export function attributesOf(tree: SyntaxTree, node: SyntaxNode): readonly string[] {
  const list = node.children.find((child) => child.kind === 'attribute_list');
  return (list?.children ?? [])
    .filter((group) => group.kind === 'attribute_group')
    .flatMap((group) => group.children.filter((child) => child.kind === 'attribute'))
    .map((attribute) => tree.text(attribute).replace(/^\\/, ''));
}

/** `Request` of `\Illuminate\Http\Request`. */
export function lastSegment(name: string): string {
  return name.slice(name.lastIndexOf('\\') + 1);
}
