import type { SyntaxNode, SyntaxTree } from '../../../tree/syntax-tree.js';
import type { Parameter, Statement } from '../../core-tree.js';

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

/** `__construct(private PDO $db)` keeps its parameter in a field of that name. */
export function promotedFields(tree: SyntaxTree, fn: SyntaxNode): readonly Statement[] {
  const list = fn.children.find((child) => child.field === 'parameters');
  return (list?.children ?? []).flatMap((node): readonly Statement[] => {
    const name = node.children.find((child) => child.field === 'name');
    if (node.kind !== 'property_promotion_parameter' || !name) return [];
    const written = tree.text(name);
    const target = { type: 'name' as const, node: name, name: `this.${written.replace(/^[&$]+/, '')}` };
    return [{ type: 'declare', node, target, value: { type: 'name', node: name, name: written }, declaredType: null }];
  });
}

export function isPrivate(tree: SyntaxTree, fn: SyntaxNode): boolean {
  return fn.children.some((child) => child.kind === 'visibility_modifier' && tree.text(child) === 'private');
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
