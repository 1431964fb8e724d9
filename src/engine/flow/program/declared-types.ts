import type { SyntaxNode, SyntaxTree } from '../../tree/syntax-tree.js';

/** Kinds that declare a type or add members to one, in all grammars. */
const typeKinds: readonly string[] = [
  'class_declaration',
  'abstract_class_declaration',
  'class_definition',
  'class',
  'interface_declaration',
  'trait_declaration',
  'enum_declaration',
  'record_declaration',
  'struct_declaration',
  'module_declaration',
  'class_specifier',
  'struct_specifier',
  'impl_item',
  'trait_item',
  'type_spec',
];

/** Where a type names those it takes members from. */
const clauses: ReadonlySet<string> = new Set([
  'superclass',
  'super_interfaces',
  'extends_interfaces',
  'class_heritage',
  'extends_clause',
  'extends_type_clause',
  'base_list',
  'base_clause',
  'class_interface_clause',
  'base_class_clause',
]);

/** A type's supertypes, interfaces, mixins and traits that are looked at. */
const maximumSupers = 8;

/** A type that a file declares, as far as its name and what it builds on go. */
export interface DeclaredType {
  readonly node: SyntaxNode;
  /** As written, with `.` between the parts and without type arguments. */
  readonly supers: readonly string[];
}

const read = new WeakMap<SyntaxTree, ReadonlyMap<string, DeclaredType>>();

/** The types of a file by their last name; one that is written in several parts has all their supertypes. */
export function declaredTypes(tree: SyntaxTree): ReadonlyMap<string, DeclaredType> {
  const known = read.get(tree) ?? readTypes(tree);
  read.set(tree, known);
  return known;
}

function readTypes(tree: SyntaxTree): ReadonlyMap<string, DeclaredType> {
  const types = new Map<string, DeclaredType>();
  for (const kind of typeKinds) {
    for (const node of tree.byKind(kind)) {
      const name = typeName(tree, node);
      if (name === null || (kind.endsWith('_specifier') && field(node, 'body') === undefined)) continue;
      const before = types.get(name);
      const supers = [...(before?.supers ?? []), ...supersOf(tree, node)].slice(0, maximumSupers);
      types.set(name, { node: before?.node ?? node, supers });
    }
  }
  return types;
}

function typeName(tree: SyntaxTree, node: SyntaxNode): string | null {
  const named = (node.kind === 'impl_item' ? field(node, 'type') : undefined) ?? field(node, 'name');
  return named === undefined ? null : (plain(tree.text(named)).split('.').at(-1) ?? null);
}

function supersOf(tree: SyntaxTree, node: SyntaxNode): readonly string[] {
  const trait = node.kind === 'impl_item' ? field(node, 'trait') : undefined;
  const bases = field(node, 'superclasses');
  return [
    ...(trait ? [plain(tree.text(trait))] : []),
    ...(bases ? bases.children.filter((one) => one.named && one.kind !== 'keyword_argument') : []).map((base) =>
      plain(tree.text(base)),
    ),
    ...node.children.filter((one) => clauses.has(one.kind)).flatMap((clause) => listed(tree.text(clause))),
    ...mixedIn(tree, node),
  ];
}

/** `extends a.B<C> implements D, E` → a.B, D, E. */
function listed(clause: string): readonly string[] {
  return withoutArguments(clause)
    .split(/,|\bextends\b|\bimplements\b/)
    .map((part) => plain(part.replace(/^[\s:<]*(?:(?:public|protected|private|virtual)\s+)*/, '')))
    .filter((name) => /^[\w.]+$/.test(name));
}

/** What a body takes in: traits of PHP, modules of Ruby, embedded types of Go. */
function mixedIn(tree: SyntaxTree, node: SyntaxNode): readonly string[] {
  if (node.kind === 'type_spec') return embedded(tree, field(node, 'type'));
  const members = field(node, 'body')?.children ?? [];
  return members.flatMap((member) => {
    if (member.kind === 'use_declaration' && tree.language === 'php')
      return member.children.filter((one) => one.named).map((one) => plain(tree.text(one)));
    const called = member.kind === 'call' ? field(member, 'name') : undefined;
    if (tree.language !== 'ruby' || !called || !/^(include|extend|prepend)$/.test(tree.text(called))) return [];
    const list = field(member, 'arguments');
    return (list?.children ?? []).filter((one) => one.named).map((one) => plain(tree.text(one)));
  });
}

function embedded(tree: SyntaxTree, type: SyntaxNode | undefined): readonly string[] {
  const list = type?.kind === 'struct_type' ? type.children.find((one) => one.kind === 'field_declaration_list') : null;
  return (list?.children ?? [])
    .filter((one) => one.kind === 'field_declaration' && field(one, 'name') === undefined)
    .flatMap((one) => {
      const embeddedType = field(one, 'type');
      return embeddedType ? [plain(tree.text(embeddedType))] : [];
    });
}

function plain(written: string): string {
  return withoutArguments(written)
    .replace(/::|\\|->/g, '.')
    .replace(/[\s*&?]+/g, '')
    .replace(/^\.+/, '')
    .replace(/\([^]*$/, '');
}

/** Without what stands between `<` and `>`, however deep. */
function withoutArguments(text: string): string {
  let depth = 0;
  let kept = '';
  for (const sign of text.slice(0, 1000)) {
    // Ruby writes the superclass behind the first one.
    if (sign === '<' && kept.trim() !== '') depth += 1;
    else if (sign === '>' && depth > 0) depth -= 1;
    else if (depth === 0) kept += sign;
  }
  return kept;
}

function field(node: SyntaxNode, name: string): SyntaxNode | undefined {
  for (const child of node.children) if (child.field === name) return child;
  return undefined;
}
