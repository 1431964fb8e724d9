import { child } from '../../tree/callee.js';
import type { SyntaxNode, SyntaxTree } from '../../tree/syntax-tree.js';
import type { ImportReader } from '../language-tables.js';

export const readJavascriptImports: ImportReader = (tree, names, modules) => {
  for (const statement of tree.byKind('import_statement')) {
    const source = child(statement, 'source');
    if (!source) continue;
    const path = moduleName(tree, source);
    modules.add(path);
    const clause = statement.children.find((one) => one.kind === 'import_clause');
    for (const item of clause?.children ?? []) bindImport(tree, item, path, names);
  }
  for (const call of tree.callsTo('require')) {
    const source = child(call, 'arguments')?.children.find((one) => one.kind === 'string');
    if (!source) continue;
    const path = moduleName(tree, source);
    modules.add(path);
    bindRequire(tree, call, path, names);
  }
  for (const call of tree.callsTo('promisify')) bindPromisified(tree, call, names);
};

/** `const run = promisify(exec)`: the same function in another calling convention. */
function bindPromisified(tree: SyntaxTree, call: SyntaxNode, names: Map<string, string>): void {
  const target = call.parent?.kind === 'variable_declarator' ? child(call.parent, 'name') : undefined;
  const [first] = child(call, 'arguments')?.children.filter((one) => one.named) ?? [];
  if (target?.kind !== 'identifier' || !first) return;
  const [root = '', ...members] = tree.text(first).split('.');
  const required = /^require\(\s*['"](?:node:)?([^'"\n]+)['"]\s*\)$/.exec(root)?.[1];
  const qualified = required ?? names.get(root);
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
    const name = item.children.find((one) => one.kind === 'identifier');
    if (name) names.set(tree.text(name), path);
  }
  if (item.kind !== 'named_imports') return;
  for (const specifier of item.children.filter((one) => one.kind === 'import_specifier')) {
    const name = child(specifier, 'name');
    if (name) names.set(tree.text(child(specifier, 'alias') ?? name), `${path}.${tree.text(name)}`);
  }
}

/** `const x = require('m')`, `const {a, b: c} = require('m')`, `const x = require('m').y`. */
function bindRequire(tree: SyntaxTree, call: SyntaxNode, path: string, names: Map<string, string>): void {
  let value: SyntaxNode = call;
  let qualified = path;
  const access = call.parent;
  if (access?.kind === 'member_expression' && child(access, 'object') === call) {
    const property = child(access, 'property');
    if (property) qualified = `${path}.${tree.text(property)}`;
    value = access;
  }
  const declarator = value.parent;
  const target = declarator?.kind === 'variable_declarator' ? child(declarator, 'name') : undefined;
  if (target?.kind === 'identifier') names.set(tree.text(target), qualified);
  if (target?.kind !== 'object_pattern') return;
  for (const item of target.children) {
    if (item.kind === 'shorthand_property_identifier_pattern') {
      names.set(tree.text(item), `${qualified}.${tree.text(item)}`);
    }
    const key = child(item, 'key');
    const bound = child(item, 'value');
    if (key && bound?.kind === 'identifier') names.set(tree.text(bound), `${qualified}.${tree.text(key)}`);
  }
}
