import type { SyntaxNode } from '../../../tree/syntax-tree.js';
import type { SourceFile } from '../../source-file.js';

const leaves: ReadonlySet<string> = new Set([
  'return_statement',
  'break_statement',
  'continue_statement',
  'throw_statement',
  'goto_statement',
]);

/** Whether a block between a place and the scope ends by leaving it: what follows the block never saw the place. */
export function leavesBefore(file: SourceFile, from: SyntaxNode, scope: SyntaxNode): boolean {
  for (let place: SyntaxNode | null = from; place && place !== scope; place = place.parent) {
    if (leaves.has(place.kind)) return true;
    if (place.parent === scope) return false;
    const statements = place.parent ? file.named(place.parent) : [];
    if (statements.slice(statements.indexOf(place) + 1).some((one) => leaves.has(one.kind))) return true;
  }
  return false;
}

/** Whether two places are in different branches of one `if`, `switch` or `?:`. */
export function inOtherBranch(from: SyntaxNode, to: SyntaxNode): boolean {
  for (let place: SyntaxNode | null = from; place; place = place.parent) {
    const holder = place.parent;
    if (!holder || !/^(?:if_statement|conditional_expression)$/.test(holder.kind)) continue;
    if (place.field === 'condition') continue;
    const isInside = to.start >= holder.start && to.end <= holder.end;
    const isHere = to.start >= place.start && to.end <= place.end;
    if (isInside && !isHere) return true;
  }
  return false;
}

/** The statement a node belongs to. */
export function statementOf(file: SourceFile, node: SyntaxNode): SyntaxNode | null {
  return file.enclosing(
    node,
    new Set([
      'expression_statement',
      'declaration',
      'return_statement',
      'co_return_statement',
      'if_statement',
      'while_statement',
      'for_statement',
      'for_range_loop',
      'switch_statement',
      'throw_statement',
      'field_initializer_list',
    ]),
  );
}
