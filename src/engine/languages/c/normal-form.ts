import type { MutableNode } from '../../parse/normal-form.js';

/**
 * `std::ifstream in(path);` in a function makes an object and declares no function: the grammar cannot know that `path` is no
 * type, and nobody declares functions there. It becomes what `std::ifstream in("name")` is.
 */
export function cppNormalForm(node: MutableNode): void {
  if (node.kind !== 'declaration' || !isInFunction(node)) return;
  for (const declarator of node.children) {
    if (declarator.kind !== 'function_declarator') continue;
    const [name, list, ...more] = declarator.children;
    if (name?.kind !== 'identifier' || list?.kind !== 'parameter_list' || more.length > 0) continue;
    const parameters = list.children.filter(({ named }) => named);
    if (parameters.length === 0 || !parameters.every(isName)) continue;
    declarator.kind = 'init_declarator';
    list.kind = 'argument_list';
    list.field = 'value';
    for (const parameter of parameters) {
      const type = parameter.children[0];
      parameter.kind = type?.kind === 'type_identifier' ? 'identifier' : 'qualified_identifier';
      parameter.children = type?.children ?? [];
    }
  }
}

function isInFunction({ parent }: MutableNode): boolean {
  return parent?.kind === 'compound_statement' || parent?.kind === 'case_statement';
}

/** A parameter that could as well be a variable: no built-in type, no name of its own, no `const`. */
function isName({ kind, children }: MutableNode): boolean {
  const [only, ...more] = children;
  return (
    kind === 'parameter_declaration' &&
    more.length === 0 &&
    (only?.kind === 'type_identifier' || only?.kind === 'qualified_identifier')
  );
}
