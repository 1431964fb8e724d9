import { child } from '../../tree/callee.js';
import type { SyntaxNode, SyntaxTree } from '../../tree/syntax-tree.js';
import type { Span } from '../analysis-report.js';

/** What the pattern recognisers ask of a class, alike for all languages. */
export interface ClassFacts {
  name: string;
  location: Span;
  /** From the first line to the last. */
  lines: number;
  methods: readonly MethodFacts[];
  fields: readonly FieldFacts[];
  /** True when a constructor is declared that code outside cannot call. */
  hidesConstructor: boolean;
}

export interface MethodFacts {
  name: string;
  static: boolean;
  /** The method's text: small, and only ever searched for plain words. */
  text: string;
  node: SyntaxNode;
}

export interface FieldFacts {
  name: string;
  static: boolean;
  text: string;
}

const classKinds = ['class_declaration', 'abstract_class_declaration', 'class', 'class_definition'];
const methodKinds = new Set([
  'method_definition',
  'function_definition',
  'method_declaration',
  'constructor_declaration',
]);
const fieldKinds = new Set([
  'field_definition',
  'public_field_definition',
  'field_declaration',
  'expression_statement',
]);

/** Every class with a name and a body, in source order. */
export function classesOf(tree: SyntaxTree): ClassFacts[] {
  const nodes = classKinds.flatMap((kind) => tree.byKind(kind)).filter((node) => node.named);
  return nodes.sort((a, b) => a.id - b.id).flatMap((node) => factsOf(tree, node) ?? []);
}

function factsOf(tree: SyntaxTree, node: SyntaxNode): ClassFacts | null {
  const name = child(node, 'name');
  const body = child(node, 'body');
  if (name === undefined || body === undefined) return null;
  const members = body.children.map(undecorated);
  const methods = members.filter((one) => methodKinds.has(one.kind)).map((one) => methodFacts(tree, one));
  const location = { start: tree.position(node.start), end: tree.position(node.end) };
  return {
    name: tree.text(name),
    location,
    lines: location.end.line - location.start.line + 1,
    methods,
    fields: members.filter((one) => fieldKinds.has(one.kind)).flatMap((one) => fieldFacts(tree, one) ?? []),
    hidesConstructor: members.some((one) => isConstructor(tree, one) && /\bprivate\b/.test(head(tree, one))),
  };
}

function undecorated(member: SyntaxNode): SyntaxNode {
  return member.kind === 'decorated_definition' ? (child(member, 'definition') ?? member) : member;
}

function methodFacts(tree: SyntaxTree, node: SyntaxNode): MethodFacts {
  const name = child(node, 'name');
  const decorated = node.parent?.kind === 'decorated_definition' ? tree.text(node.parent).slice(0, 200) : '';
  return {
    name: name === undefined ? '' : tree.text(name),
    static: /\bstatic\b/.test(head(tree, node)) || /@(static|class)method\b/.test(decorated),
    text: tree.text(node),
    node,
  };
}

function fieldFacts(tree: SyntaxTree, node: SyntaxNode): FieldFacts | null {
  const target =
    child(node, 'name') ?? child(node, 'property') ?? nameIn(child(node, 'declarator')) ?? nameIn(node.children[0]);
  if (target === undefined) return null;
  const text = tree.text(node).slice(0, 300);
  // Python's class attributes are static by what they are.
  return { name: tree.text(target), static: node.kind === 'expression_statement' || /\bstatic\b/.test(text), text };
}

function nameIn(node: SyntaxNode | undefined): SyntaxNode | undefined {
  if (node?.kind === 'assignment') return child(node, 'left');
  return node === undefined ? undefined : child(node, 'name');
}

function isConstructor(tree: SyntaxTree, node: SyntaxNode): boolean {
  if (node.kind === 'constructor_declaration') return true;
  const name = child(node, 'name');
  return node.kind === 'method_definition' && name !== undefined && tree.text(name) === 'constructor';
}

/** A member's text before its body: modifiers, name, parameters. */
function head(tree: SyntaxTree, node: SyntaxNode): string {
  const body = child(node, 'body');
  return tree.source.slice(node.start, body?.start ?? node.end).slice(0, 300);
}
