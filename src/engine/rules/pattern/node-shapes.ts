import type { SyntaxNode } from '../../tree/syntax-tree.js';
import type { SourceFile } from '../source-file.js';
import type { PatternNode } from './pattern.js';
import { significantChildren } from './significant-children.js';

/** Kinds that say the same in other words. */
const twins: Readonly<Record<string, string>> = {
  variable_declaration: 'lexical_declaration',
  // `$X = f()` is also found where the variable is declared; their parts are the name and the value alike.
  variable_declarator: 'assignment_expression',
  conditional_access_expression: 'member_access_expression',
};

/** Whether a node may be what the pattern's node is. */
export function sameKind(pattern: PatternNode, node: SyntaxNode): boolean {
  if (pattern.kind === node.kind) return true;
  if (pattern.kind === 'variable_declarator') return false;
  return (twins[node.kind] ?? node.kind) === (twins[pattern.kind] ?? pattern.kind);
}

/** All kinds of node that a pattern's root may match. */
export function kindsLike(kind: string): readonly string[] {
  if (kind === 'assignment_expression') return [kind, 'variable_declarator'];
  if (kind === 'lexical_declaration' || kind === 'variable_declaration')
    return ['lexical_declaration', 'variable_declaration'];
  return [kind];
}

const binaryKinds: ReadonlySet<string> = new Set([
  'binary_expression',
  'binary_operator',
  'boolean_operator',
  'binary',
]);

/** What stands between the operands of a pattern or of code; undefined for any other node. */
export function operatorOf<T extends { readonly kind: string; readonly field: string | null }>(
  node: T & { readonly children: readonly T[] },
): T | undefined {
  return binaryKinds.has(node.kind) ? node.children.find(({ field }) => field === 'operator') : undefined;
}

/** Parts that code may have and a pattern need not mention. */
const optional: ReadonlySet<string> = new Set([
  'return_type',
  'type_annotation',
  'type_parameters',
  'superclasses',
  'superclass',
  'interfaces',
  'super_interfaces',
  'class_heritage',
  'alternative',
  'else_clause',
  'finally_clause',
  'decorator',
  'modifiers',
  'throws',
  'attribute_list',
  'visibility_modifier',
  'accessibility_modifier',
  'modifier',
]);

/** The children of a node that the pattern has a say in. */
export function comparable(pattern: PatternNode, node: SyntaxNode): readonly SyntaxNode[] {
  const children = significantChildren(node);
  if (node.kind === 'variable_declarator' && pattern.kind === 'assignment_expression')
    return children.filter((child) => child.field === 'name' || child.field === 'value');
  if (!children.some(isOptional)) return children;
  return children.filter(
    (child) =>
      !isOptional(child) ||
      pattern.children.some((one) => one.kind === child.kind || (child.field !== null && one.field === child.field)),
  );
}

function isOptional(node: SyntaxNode): boolean {
  // `new X(a)` speaks of every `new X(a) { … }`.
  if (node.field === 'initializer' && node.parent?.kind === 'object_creation_expression') return true;
  return optional.has(node.kind) || (node.field !== null && optional.has(node.field));
}

export function isFunctionKind(file: SourceFile, kind: string): boolean {
  return file.grammar.functions.has(kind);
}

export interface FunctionParts {
  readonly name: SyntaxNode | null;
  readonly parameters: readonly SyntaxNode[];
  readonly body: SyntaxNode;
}

/** The parts of a JavaScript function, method or arrow; null for other languages, whose functions are matched as written. */
export function functionParts(file: SourceFile, node: SyntaxNode): FunctionParts | null {
  if (file.tree.language !== 'javascript' && file.tree.language !== 'typescript') return null;
  const body = file.field(node, 'body');
  if (!body) return null;
  const list = file.field(node, 'parameters');
  const single = file.field(node, 'parameter');
  const holder = node.parent?.kind === 'variable_declarator' ? file.field(node.parent, 'name') : null;
  return {
    name: file.field(node, 'name') ?? holder,
    parameters: list ? significantChildren(list) : single ? [single] : [],
    body,
  };
}

const parameterNames: Readonly<Record<string, string>> = {
  required_parameter: 'pattern',
  optional_parameter: 'pattern',
  default_parameter: 'name',
  typed_default_parameter: 'name',
  simple_parameter: 'name',
};

/** The name that a parameter with type or default declares; any other node as it is. */
export function parameterName(file: SourceFile, node: SyntaxNode): SyntaxNode {
  if (node.kind === 'typed_parameter') return node.children.find((child) => child.named) ?? node;
  const field = parameterNames[node.kind];
  if (field !== undefined) return file.field(node, field) ?? file.field(node, 'name') ?? node;
  if (node.kind === 'assignment_pattern' && node.parent?.kind === 'formal_parameters')
    return file.field(node, 'left') ?? node;
  return node;
}
