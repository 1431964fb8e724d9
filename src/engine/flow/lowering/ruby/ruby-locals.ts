import type { SyntaxNode, SyntaxTree } from '../../../tree/syntax-tree.js';

/** What binds the identifiers in it, with the field they must stand in (null: any). */
const binders: Readonly<Record<string, string | null>> = {
  assignment: 'left',
  augmented_assignment: 'left',
  left_assignment_list: null,
  destructured_left_assignment: null,
  rest_assignment: null,
  method_parameters: null,
  block_parameters: null,
  lambda_parameters: null,
  destructured_parameter: null,
  optional_parameter: 'name',
  keyword_parameter: 'name',
  splat_parameter: 'name',
  hash_splat_parameter: 'name',
  block_parameter: 'name',
  exception_variable: null,
  for_statement: 'left',
  as_pattern: 'name',
  array_pattern: null,
  find_pattern: null,
  case_clause: 'pattern',
  keyword_pattern: null,
};

const scopes: ReadonlySet<string> = new Set([
  'method_declaration',
  'class_declaration',
  'module_declaration',
  'program',
]);

/**
 * Which identifiers are variables: Ruby calls a method for any name that its method (or class body, or file) does not bind.
 * Blocks share the variables around them, so that their scope is the method's. One walk, whatever the nesting.
 */
export class RubyLocals {
  private readonly scopeOf: Int32Array;
  private readonly bound = new Map<number, Set<string>>();

  constructor(private readonly tree: SyntaxTree) {
    this.scopeOf = new Int32Array(tree.nodes.length);
    const open: SyntaxNode[] = [];
    for (const node of tree.nodes) {
      while (open.length > 0 && node.id >= (open.at(-1)?.subtreeEnd ?? 0)) open.pop();
      if (node.named && scopes.has(node.kind)) open.push(node);
      const scope = open.at(-1)?.id ?? 0;
      this.scopeOf[node.id] = scope;
      if (isBinding(node)) this.bind(scope, tree.text(node));
    }
  }

  isVariable(node: SyntaxNode): boolean {
    return this.bound.get(this.scopeOf[node.id] ?? 0)?.has(this.tree.text(node)) ?? false;
  }

  private bind(scope: number, name: string): void {
    const names = this.bound.get(scope);
    if (names) names.add(name);
    else this.bound.set(scope, new Set([name]));
  }
}

function isBinding(node: SyntaxNode): boolean {
  if (!node.named || (node.kind !== 'identifier' && node.kind !== 'hash_key_symbol')) return false;
  const field = binders[node.parent?.kind ?? ''];
  return field !== undefined && (field === null || field === node.field);
}
