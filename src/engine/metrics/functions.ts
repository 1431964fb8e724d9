import { cFunctions } from '../languages/c/metrics.js';
import { csharpFunctions } from '../languages/csharp/metrics.js';
import { goFunctions } from '../languages/go/metrics.js';
import { javaFunctions } from '../languages/java/metrics.js';
import { ecmascriptFunctions } from '../languages/javascript/metrics.js';
import type { FunctionRules } from '../languages/language-tables.js';
import { phpFunctions } from '../languages/php/metrics.js';
import { pythonFunctions } from '../languages/python/metrics.js';
import { rubyFunctions } from '../languages/ruby/metrics.js';
import { rustFunctions } from '../languages/rust/metrics.js';
import { child } from '../tree/callee.js';
import { declaredName, parameterList } from '../tree/declared-name.js';
import type { LanguageId, SyntaxNode, SyntaxTree } from '../tree/syntax-tree.js';

/** One function of a source, as the metrics count functions. */
export interface FunctionUnit {
  node: SyntaxNode;
  name: string;
  /** Index of the nearest enclosing function, or -1. */
  parent: number;
}

/** All functions in source order, and to which of them each node belongs. */
export interface FunctionMap {
  units: readonly FunctionUnit[];
  /** By node id: index of the function whose code the node is, or -1. Parts that run elsewhere belong to nobody. */
  owner: Int32Array;
}

const rules: Readonly<Partial<Record<LanguageId, FunctionRules>>> = {
  python: pythonFunctions,
  java: javaFunctions,
  c: cFunctions,
  cpp: cFunctions,
  rust: rustFunctions,
  php: phpFunctions,
  ruby: rubyFunctions,
  csharp: csharpFunctions,
  go: goFunctions,
  javascript: ecmascriptFunctions,
  typescript: ecmascriptFunctions,
};

export function functionsOf(tree: SyntaxTree): FunctionMap {
  const rule = rules[tree.language];
  const owner = new Int32Array(tree.nodes.length).fill(-1);
  if (rule === undefined) return { units: [], owner };
  const units: FunctionUnit[] = [];
  // Regions open at the current node, innermost last: who owns the code, and which function is around it.
  const regions: { end: number; owner: number; function: number }[] = [];
  for (const node of tree.nodes) {
    while (regions.length > 0 && node.id >= (regions.at(-1)?.end ?? 0)) regions.pop();
    const around = regions.at(-1) ?? { end: 0, owner: -1, function: -1 };
    let current = around.owner;
    let inside = around.function;
    if (node.named && isFunction(rule, node)) {
      inside = units.length;
      units.push({ node, name: functionName(tree, node), parent: around.function });
      if (rule.part === null) current = inside;
    } else if (rule.leaves(node)) {
      current = -1;
    } else if (rule.part !== null && node.parent !== null && units[inside]?.node === node.parent) {
      current = rule.part(node) ? inside : ownerOutside(owner, node.parent);
    }
    owner[node.id] = current;
    if (current !== around.owner || inside !== around.function) {
      regions.push({ end: node.subtreeEnd, owner: current, function: inside });
    }
  }
  return { units, owner };
}

function isFunction(rule: FunctionRules, node: SyntaxNode): boolean {
  if (!rule.functions.has(node.kind)) return false;
  return rule.needBody?.has(node.kind) !== true || child(node, 'body') !== undefined;
}

/** The owner of a part that is evaluated where the function is made: a computed name, a decorator. */
function ownerOutside(owner: Int32Array, node: SyntaxNode): number {
  return node.kind === 'function_definition' ? -1 : (owner[node.id] ?? -1);
}

/** What a function expression is called by: the variable, property or field it is given to. */
const givers: Readonly<Record<string, string>> = {
  variable_declarator: 'name',
  pair: 'key',
  assignment_expression: 'left',
  field_definition: 'property',
  public_field_definition: 'name',
  assignment_pattern: 'left',
};

const ANONYMOUS = '(anonymous)';
const LONGEST_NAME = 120;

function functionName(tree: SyntaxTree, node: SyntaxNode): string {
  const own = declaredName(node);
  if (own !== undefined) return tree.text(own).slice(0, LONGEST_NAME);
  const giver = node.parent;
  const field = giver === null ? undefined : givers[giver.kind];
  const named = giver === null || field === undefined ? undefined : child(giver, field);
  if (named === undefined || named === node) return ANONYMOUS;
  const text = tree.text(child(named, 'property') ?? named);
  return text.length <= LONGEST_NAME ? text.replace(/^['"]|['"]$/g, '') : ANONYMOUS;
}

const receivers = new Set(['self', 'cls', 'mcs']);

/** Number of parameters as a caller counts them: without Python's receiver, separators and TypeScript's `this`. */
export function parameterCount(tree: SyntaxTree, node: SyntaxNode): number {
  const list = parameterList(node);
  if (list === undefined) return child(node, 'parameter') === undefined ? 0 : 1;
  const parameters = list.children.filter((one) => one.named && !notParameters.has(one.kind));
  const first = parameters[0];
  if (first === undefined) return 0;
  const text = tree.text(first);
  const receiver = tree.language === 'python' ? isMethod(node) && receivers.has(text) : /^this\b/.test(text);
  // `f(void)` takes nothing.
  if (text === 'void') return 0;
  if (tree.language === 'go') return parameters.reduce((sum, one) => sum + Math.max(1, names(one)), 0);
  // `params string[] rest` stands in C#'s list without a node of its own: its type and its name do.
  if (tree.language === 'csharp') return parameters.filter((one) => one.kind === 'parameter').length + names(list);
  return parameters.length - (receiver ? 1 : 0);
}

/** `a, b int` declares two. */
function names(node: SyntaxNode): number {
  return node.children.filter((one) => one.field === 'name').length;
}

const notParameters = new Set([
  'comment',
  'line_comment',
  'block_comment',
  'keyword_separator',
  'positional_separator',
  'receiver_parameter',
  'self_parameter',
  'attribute_item',
]);

function isMethod(node: SyntaxNode): boolean {
  const holder = node.parent?.kind === 'decorated_definition' ? node.parent.parent : node.parent;
  return holder?.parent?.kind === 'class_definition';
}
