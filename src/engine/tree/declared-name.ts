import type { SyntaxNode } from './syntax-tree.js';

/** Longest chain of declarators that is followed: `char *(*f[3])(int)` has five. */
const maximumDeclarators = 16;

/**
 * What a definition is called: its `name`, or in C and C++ what its declarators end in (`char *(*f)(int)` → `f`,
 * `Stack::push` → `push`, `~Stack`). Undefined for a lambda.
 */
export function declaredName(node: SyntaxNode): SyntaxNode | undefined {
  const own = fieldOf(node, 'name');
  if (own !== undefined) return node.kind === 'qualified_identifier' ? declaredName(own) : own;
  let place: SyntaxNode | undefined = fieldOf(node, 'declarator');
  for (let steps = 0; place !== undefined && steps < maximumDeclarators; steps += 1) {
    if (place.kind === 'qualified_identifier' || place.kind === 'template_function') {
      place = fieldOf(place, 'name');
      continue;
    }
    const inner: SyntaxNode | undefined = innerDeclarator(place);
    if (inner === undefined) return place;
    place = inner;
  }
  return place;
}

/** The parameter list of a function: its own, or the one of its function declarator. */
export function parameterList(node: SyntaxNode): SyntaxNode | undefined {
  let place: SyntaxNode | undefined = node;
  for (let steps = 0; place !== undefined && steps < maximumDeclarators; steps += 1) {
    const list = fieldOf(place, 'parameters');
    if (list !== undefined) return list;
    place = innerDeclarator(place);
  }
  return undefined;
}

/** The declarator inside a pointer, reference, array, function or bracketed declarator; undefined for a plain name. */
export function innerDeclarator(node: SyntaxNode): SyntaxNode | undefined {
  const inner = fieldOf(node, 'declarator');
  if (inner !== undefined) return inner;
  if (!wrappers.has(node.kind)) return undefined;
  return node.children.find((child) => child.named && !child.kind.endsWith('qualifier'));
}

const wrappers = new Set(['reference_declarator', 'parenthesized_declarator', 'attributed_declarator']);

function fieldOf(node: SyntaxNode, field: string): SyntaxNode | undefined {
  for (const one of node.children) if (one.field === field) return one;
  return undefined;
}
