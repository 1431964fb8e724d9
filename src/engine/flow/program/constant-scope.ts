import { child } from '../../tree/callee.js';
import type { SyntaxNode, SyntaxTree } from '../../tree/syntax-tree.js';
import type { NameScope, Place } from './part.js';

/** Modules within modules beyond this depth are not looked at. */
const deepest = 8;

/** Ruby: constants are found by name, as Rails loads them; what shares a module with the file that asks lies nearest. */
export const constantScope: NameScope = {
  modules: () => null,
  nearness: (written, from, other) => {
    const name = written.at(-1) ?? '';
    const declared = other.declarations.types.get(name);
    if (!declared) return 2;
    const around = enclosing(other.file.tree, declared.node);
    const qualifiers = written.slice(0, -1);
    const fits = qualifiers.every((part, index) => around[around.length - qualifiers.length + index] === part);
    if (!fits) return null;
    const outer = around.slice(0, around.length - qualifiers.length);
    if (outer.length === 0) return qualifiers.length > 0 ? 0 : 1;
    return modulesOf(from).has(outer.join('.')) ? 0 : 2;
  },
  isPlain: (name, _from, { declarations }) => !declarations.hasVariable(name) || /^[A-Z$]/.test(name),
};

const modules = new WeakMap<SyntaxTree, ReadonlySet<string>>();

/** The modules that a file's own code stands in. */
function modulesOf({ file: { tree } }: Place): ReadonlySet<string> {
  const before = modules.get(tree);
  if (before) return before;
  const names = new Set<string>();
  for (const kind of ['module_declaration', 'class_declaration'])
    for (const node of tree.byKind(kind)) names.add([...enclosing(tree, node), nameOf(tree, node)].join('.'));
  modules.set(tree, names);
  return names;
}

function enclosing(tree: SyntaxTree, node: SyntaxNode): readonly string[] {
  const names: string[] = nameOf(tree, node).split('.').slice(0, -1);
  for (let place = node.parent; place && names.length < deepest; place = place.parent)
    if (place.kind === 'module_declaration' || place.kind === 'class_declaration')
      names.unshift(...nameOf(tree, place).split('.'));
  return names;
}

function nameOf(tree: SyntaxTree, node: SyntaxNode): string {
  const name = child(node, 'name');
  return name ? tree.text(name).replaceAll('::', '.') : '';
}
