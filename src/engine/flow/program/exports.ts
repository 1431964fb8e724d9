import { child } from '../../tree/callee.js';
import type { SyntaxNode, SyntaxTree } from '../../tree/syntax-tree.js';

/** What a module of JavaScript gives under a name: something of its own, something of another module, or an expression's value. */
export type Export =
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'elsewhere'; readonly path: string }
  | { readonly kind: 'expression'; readonly node: SyntaxNode };

export interface Exports {
  readonly named: ReadonlyMap<string, Export>;
  /** Modules whose every name is handed on. */
  readonly stars: readonly string[];
}

/** Modules whose everything a module hands on that are looked into. */
const maximumStars = 16;

const read = new WeakMap<SyntaxTree, Exports>();

/** What a file hands on: JavaScript's `export` and `module.exports`, Python's `from x import *`. */
export function exportsOf(tree: SyntaxTree): Exports {
  const known = read.get(tree);
  if (known) return known;
  const named = new Map<string, Export>();
  const stars: string[] = [];
  stars.push(...importedWhole(tree));
  for (const statement of tree.byKind('export_statement')) readStatement(tree, statement, named, stars);
  for (const assignment of tree.byKind('assignment_expression')) readAssignment(tree, assignment, named);
  const exports = { named, stars: stars.slice(0, maximumStars) };
  read.set(tree, exports);
  return exports;
}

/** Modules that a file takes every name of, as its imports write them. */
export function importedWhole(tree: SyntaxTree): readonly string[] {
  const python = tree.byKind('import_from_statement').flatMap((statement) => {
    const source = child(statement, 'module_name');
    return source && statement.children.some((one) => one.kind === 'wildcard_import') ? [tree.text(source)] : [];
  });
  const rust = tree.byKind('use_wildcard').map((use) =>
    tree
      .text(use)
      .replace(/(?:::)?\*$/, '')
      .replaceAll('::', '.'),
  );
  return [...python, ...rust].filter((name) => name !== '').slice(0, maximumStars);
}

function readStatement(tree: SyntaxTree, statement: SyntaxNode, named: Map<string, Export>, stars: string[]): void {
  const source = child(statement, 'source');
  const module = source ? tree.text(source).slice(1, -1) : null;
  if (module !== null && statement.children.some((one) => one.kind === '*')) stars.push(module);
  for (const clause of statement.children) {
    if (clause.kind === 'namespace_export' && module !== null) {
      const name = clause.children.find((one) => one.named);
      if (name) named.set(tree.text(name), { kind: 'elsewhere', path: module });
    }
    for (const specifier of clause.kind === 'export_clause' ? clause.children : []) {
      const name = child(specifier, 'name');
      if (!name) continue;
      const own = tree.text(name);
      const given = tree.text(child(specifier, 'alias') ?? name);
      if (module !== null)
        named.set(given, { kind: 'elsewhere', path: own === 'default' ? module : `${module}.${own}` });
      else named.set(given, { kind: 'name', name: own });
    }
  }
  if (!statement.children.some((one) => one.kind === 'default')) return;
  const value = child(statement, 'value') ?? child(statement, 'declaration');
  const name = value && child(value, 'name');
  if (value?.field === 'declaration' && name) named.set('default', { kind: 'name', name: tree.text(name) });
  else if (value) named.set('default', exported(tree, value));
}

/** `module.exports = x`, `module.exports.run = x`, `exports.run = x`. */
function readAssignment(tree: SyntaxTree, assignment: SyntaxNode, named: Map<string, Export>): void {
  const target = child(assignment, 'left');
  let value = child(assignment, 'right');
  if (target?.kind !== 'member_expression' || !value) return;
  const found = /^(?:module\.)?exports(?:\.(\w+))?$/.exec(tree.text(target));
  if (!found || (found[1] === undefined && tree.text(target) === 'exports')) return;
  // `module.exports = exports = x`
  while (value.kind === 'assignment_expression') value = child(value, 'right') ?? value;
  if (value.kind !== 'assignment_expression') named.set(found[1] ?? 'default', exported(tree, value));
}

function exported(tree: SyntaxTree, value: SyntaxNode): Export {
  if (value.kind === 'identifier') return { kind: 'name', name: tree.text(value) };
  const called = value.kind === 'class' || value.kind === 'function_expression' ? child(value, 'name') : undefined;
  if (value.kind === 'class' && called) return { kind: 'name', name: tree.text(called) };
  return { kind: 'expression', node: value };
}
