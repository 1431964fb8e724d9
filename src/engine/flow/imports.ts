import { readIncludes } from '../languages/c/imports.js';
import { readCsharpImports } from '../languages/csharp/imports.js';
import { readGoImports } from '../languages/go/imports.js';
import type { ImportReader } from '../languages/language-tables.js';
import { readPhpUses } from '../languages/php/imports.js';
import { readRequires } from '../languages/ruby/imports.js';
import { readRustUses } from '../languages/rust/imports.js';
import type { LanguageId, SyntaxNode, SyntaxTree } from '../tree/syntax-tree.js';

/** What a file imports: the qualified name behind every local name, and the modules themselves. */
export interface Imports {
  readonly names: ReadonlyMap<string, string>;
  readonly modules: ReadonlySet<string>;
}

/** Reads the imports of a file, `require` calls included. `node:` prefixes are dropped: both spellings are one module. */
export function readImports(tree: SyntaxTree): Imports {
  const names = new Map<string, string>();
  const modules = new Set<string>();
  readers[tree.language]?.(tree, names, modules);
  return { names, modules };
}

const readers: Readonly<Partial<Record<LanguageId, ImportReader>>> = {
  python: readPython,
  javascript: readJavaScript,
  typescript: readJavaScript,
  java: readJava,
  c: readIncludes,
  cpp: readIncludes,
  rust: readRustUses,
  php: readPhpUses,
  ruby: readRequires,
  csharp: readCsharpImports,
  go: readGoImports,
};

function field(node: SyntaxNode, name: string): SyntaxNode | undefined {
  return node.children.find((child) => child.field === name);
}

function readPython(tree: SyntaxTree, names: Map<string, string>, modules: Set<string>): void {
  for (const statement of tree.byKind('import_statement')) {
    for (const item of statement.children.filter((child) => child.field === 'name')) {
      const alias = field(item, 'alias');
      const path = tree.text(field(item, 'name') ?? item);
      modules.add(path);
      if (alias) names.set(tree.text(alias), path);
      else names.set(path.split('.')[0] ?? path, path.split('.')[0] ?? path);
    }
  }
  for (const statement of tree.byKind('import_from_statement')) {
    const moduleName = field(statement, 'module_name');
    if (!moduleName) continue;
    const path = tree.text(moduleName);
    modules.add(path);
    for (const item of statement.children.filter((child) => child.field === 'name')) {
      const name = tree.text(field(item, 'name') ?? item);
      names.set(tree.text(field(item, 'alias') ?? item), `${path}.${name}`);
    }
  }
}

function readJavaScript(tree: SyntaxTree, names: Map<string, string>, modules: Set<string>): void {
  for (const statement of tree.byKind('import_statement')) {
    const source = field(statement, 'source');
    if (!source) continue;
    const path = moduleName(tree, source);
    modules.add(path);
    const clause = statement.children.find((child) => child.kind === 'import_clause');
    for (const item of clause?.children ?? []) bindImport(tree, item, path, names);
  }
  for (const call of tree.callsTo('require')) {
    const source = field(call, 'arguments')?.children.find((child) => child.kind === 'string');
    if (!source) continue;
    const path = moduleName(tree, source);
    modules.add(path);
    bindRequire(tree, call, path, names);
  }
  for (const call of tree.callsTo('promisify')) bindPromisified(tree, call, names);
}

/** `const run = promisify(exec)`: the same function in another calling convention. */
function bindPromisified(tree: SyntaxTree, call: SyntaxNode, names: Map<string, string>): void {
  const target = call.parent?.kind === 'variable_declarator' ? field(call.parent, 'name') : undefined;
  const [first] = field(call, 'arguments')?.children.filter((child) => child.named) ?? [];
  if (target?.kind !== 'identifier' || !first) return;
  const [root = '', ...members] = tree.text(first).split('.');
  const qualified = names.get(root);
  if (qualified) names.set(tree.text(target), [qualified, ...members].join('.'));
}

function moduleName(tree: SyntaxTree, source: SyntaxNode): string {
  return tree
    .text(source)
    .slice(1, -1)
    .replace(/^node:/, '');
}

function bindImport(tree: SyntaxTree, item: SyntaxNode, path: string, names: Map<string, string>): void {
  if (item.kind === 'identifier') names.set(tree.text(item), path);
  if (item.kind === 'namespace_import') {
    const name = item.children.find((child) => child.kind === 'identifier');
    if (name) names.set(tree.text(name), path);
  }
  if (item.kind !== 'named_imports') return;
  for (const specifier of item.children.filter((child) => child.kind === 'import_specifier')) {
    const name = field(specifier, 'name');
    if (name) names.set(tree.text(field(specifier, 'alias') ?? name), `${path}.${tree.text(name)}`);
  }
}

/** `const x = require('m')`, `const {a, b: c} = require('m')`, `const x = require('m').y`. */
function bindRequire(tree: SyntaxTree, call: SyntaxNode, path: string, names: Map<string, string>): void {
  let value: SyntaxNode = call;
  let qualified = path;
  const access = call.parent;
  if (access?.kind === 'member_expression' && field(access, 'object') === call) {
    const property = field(access, 'property');
    if (property) qualified = `${path}.${tree.text(property)}`;
    value = access;
  }
  const declarator = value.parent;
  const target = declarator?.kind === 'variable_declarator' ? field(declarator, 'name') : undefined;
  if (target?.kind === 'identifier') names.set(tree.text(target), qualified);
  if (target?.kind !== 'object_pattern') return;
  for (const item of target.children) {
    if (item.kind === 'shorthand_property_identifier_pattern') {
      names.set(tree.text(item), `${qualified}.${tree.text(item)}`);
    }
    const key = field(item, 'key');
    const bound = field(item, 'value');
    if (key && bound?.kind === 'identifier') names.set(tree.text(bound), `${qualified}.${tree.text(key)}`);
  }
}

/** Java names keep their simple class name as path: rules and models say `Cipher.getInstance` whatever way it was written. */
function readJava(tree: SyntaxTree, names: Map<string, string>, modules: Set<string>): void {
  for (const statement of tree.byKind('import_declaration')) {
    const name = statement.children.find((child) => child.named);
    if (!name) continue;
    const path = tree.text(name);
    modules.add(path);
    const isStatic = statement.children.some((child) => child.kind === 'static');
    const last = path.split('.').at(-1) ?? path;
    if (isStatic) names.set(last, path.split('.').slice(-2).join('.'));
  }
}
