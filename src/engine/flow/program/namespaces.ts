import { child } from '../../tree/callee.js';
import type { SyntaxNode, SyntaxTree } from '../../tree/syntax-tree.js';
import type { NameScope, Place } from './part.js';

/** Java, C# and PHP: a file stands in a package or namespace and imports others by their full names. */
interface Namespaced {
  readonly own: string;
  /** Full names of what is imported under its last name. */
  readonly imported: ReadonlyMap<string, string>;
  /** Namespaces all of whose names are imported. */
  readonly open: ReadonlySet<string>;
}

const known = new WeakMap<SyntaxTree, Namespaced>();

/** A name that is imported means that type and no other; then comes what shares the namespace, what lies in one that is opened, and the only one there is. */
export const namespaceScope: NameScope = {
  modules: () => null,
  nearness: (written, from, other) => {
    const name = written.at(-1) ?? '';
    const mine = namespacedOf(from);
    const theirs = namespacedOf(other);
    const full = theirs.own === '' ? name : `${theirs.own}.${name}`;
    const imported = mine.imported.get(name);
    // A nested type is imported by way of the one around it.
    if (imported !== undefined) return imported === full || imported.startsWith(`${theirs.own}.`) ? 0 : null;
    if (mine.own === theirs.own) return 1;
    if (mine.open.has(theirs.own)) return 2;
    if (theirs.own !== '' && mine.own.startsWith(`${theirs.own}.`)) return 3;
    return 4;
  },
  // PHP: functions and constants; variables are seen where a file is included.
  isPlain: (name, _from, { declarations }) => !declarations.hasVariable(name) || /^[A-Z_][A-Z0-9_]*$/.test(name),
};

function namespacedOf({ file: { tree }, imports }: Place): Namespaced {
  const before = known.get(tree);
  if (before) return before;
  const imported = new Map<string, string>();
  const open = new Set<string>();
  for (const module of imports.modules) {
    if (tree.language === 'csharp') open.add(module);
    else imported.set(module.slice(module.lastIndexOf('.') + 1), module);
  }
  for (const statement of tree.byKind('import_declaration')) {
    const name = statement.children.find((one) => one.named);
    const path = name ? tree.text(name) : '';
    const isStatic = statement.children.some((one) => one.kind === 'static');
    const isWildcard = statement.children.some((one) => one.kind === 'asterisk');
    if (isWildcard) {
      imported.delete(path.slice(path.lastIndexOf('.') + 1));
      open.add(path);
    } else if (isStatic) {
      imported.delete(path.slice(path.lastIndexOf('.') + 1));
      const type = path.split('.').slice(0, -1).join('.');
      imported.set(type.slice(type.lastIndexOf('.') + 1), type);
    }
  }
  const namespaced = { own: namespaceOf(tree), imported, open };
  known.set(tree, namespaced);
  return namespaced;
}

const declarations = [
  'package_declaration',
  'file_scoped_namespace_declaration',
  'namespace_declaration',
  'namespace_definition',
];

function namespaceOf(tree: SyntaxTree): string {
  for (const kind of declarations) {
    const [first] = tree.byKind(kind);
    if (!first) continue;
    const name: SyntaxNode | undefined = child(first, 'name') ?? first.children.find((one) => one.named);
    return name ? tree.text(name).replaceAll('\\', '.') : '';
  }
  return '';
}
