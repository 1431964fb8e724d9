import type { SyntaxNode, SyntaxTree } from '../../tree/syntax-tree.js';

const writes: readonly string[] = [
  'assignment',
  'assignment_expression',
  'assignment_statement',
  'augmented_assignment',
  'augmented_assignment_expression',
  'compound_assignment_expr',
  'dec_statement',
  'inc_statement',
  'operator_assignment',
  'postfix_unary_expression',
  'prefix_unary_expression',
  'update_expression',
];

/** What a class is made by, in the languages that have a word for it. */
export const constructorNames: ReadonlySet<string> = new Set(['__construct', '__init__', 'constructor', 'initialize']);

/** Errs, as all of this, on the side of a function. */
const functionKind = /function|method|constructor|accessor|closure|lambda|func_literal/;

/**
 * Last names of all that the functions of a file write to, but for constructors: a field of that name may hold another
 * value by the time it is read, whatever it was made with. By name alone, which errs on the side of "may have changed".
 */
export function writtenNames(tree: SyntaxTree): ReadonlySet<string> {
  const names = new Set<string>();
  for (const kind of writes) {
    for (const node of tree.byKind(kind)) {
      const target =
        node.children.find((child) => child.field === 'left') ?? node.children.find((child) => child.named);
      const name = target
        ? /(\w+)[^\w]*$/.exec(
            tree
              .text(target)
              .slice(0, 200)
              .replace(/\[[^]*$/, ''),
          )?.[1]
        : undefined;
      if (name !== undefined && !names.has(name) && isInFunction(tree, node)) names.add(name);
    }
  }
  return names;
}

/** Inside a function that is no constructor. */
function isInFunction(tree: SyntaxTree, node: SyntaxNode): boolean {
  for (let place = node.parent; place; place = place.parent) {
    if (!functionKind.test(place.kind)) continue;
    const name = place.children.find((child) => child.field === 'name');
    return !/constructor/.test(place.kind) && !(name && constructorNames.has(tree.text(name)));
  }
  return false;
}
