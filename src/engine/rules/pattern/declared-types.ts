import type { SyntaxNode } from '../../tree/syntax-tree.js';
import type { SourceFile } from '../source-file.js';
import { isString } from './significant-children.js';

/** By file: what each name is declared as, by the last name of the type. Two types for one name: it is not known. */
const known = new WeakMap<SourceFile, ReadonlyMap<string, string | null>>();

/** Last name of the type that an expression was declared with, is constructed of or is a literal of; null when nobody says. */
export function declaredType(file: SourceFile, node: SyntaxNode): string | null {
  if (isString(node)) return textTypes[file.tree.language] ?? 'String';
  if (/integer_literal|^integer$|^number$/.test(node.kind)) return 'int';
  const made = file.field(node, 'type');
  if (made && /object_creation|new_expression|composite_literal/.test(node.kind)) return typeName(file.text(made));
  if (!/identifier|variable_name/.test(node.kind)) return null;
  const types = known.get(file) ?? declarations(file);
  known.set(file, types);
  return types.get(file.text(node)) ?? null;
}

const textTypes: Readonly<Partial<Record<string, string>>> = {
  python: 'str',
  go: 'string',
  csharp: 'string',
  typescript: 'string',
  javascript: 'string',
};

function declarations(file: SourceFile): ReadonlyMap<string, string | null> {
  const types = new Map<string, string | null>();
  const declare = (name: SyntaxNode, type: string): void => {
    const text = file.text(name).replace(/^[*&]+/, '');
    const other = types.get(text);
    types.set(text, other === undefined || other === type ? type : null);
  };
  for (const node of file.tree.nodes) {
    if (node.field !== 'type' || !node.parent) continue;
    const type = typeName(file.text(node));
    for (const name of declaredNames(file, node.parent)) declare(name, type);
  }
  return types;
}

function declaredNames(file: SourceFile, holder: SyntaxNode): readonly SyntaxNode[] {
  const names: SyntaxNode[] = [];
  for (const child of holder.children) {
    if (child.field === 'name' || child.field === 'pattern') names.push(child);
    if (child.field === 'declarator' || child.kind === 'variable_declarator')
      names.push(file.field(child, 'name') ?? file.field(child, 'declarator') ?? child);
    if (holder.kind === 'typed_parameter' && child.kind === 'identifier') names.push(child);
  }
  return names;
}

/** `java.util.List<String>[]` → `List`, `*http.Request` → `Request`, `: Foo | null` → `Foo`. */
function typeName(text: string): string {
  const plain =
    text
      .replace(/^[\s:*&]+/, '')
      .replace(/<[^]*$/, '')
      .split('|')[0] ?? '';
  return (
    plain
      .replace(/[[\]*&\s?]+/g, '')
      .split(/[.:\\]+/)
      .at(-1) ?? plain
  );
}
