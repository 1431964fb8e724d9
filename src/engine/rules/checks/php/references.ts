import type { SyntaxNode } from '../../../tree/syntax-tree.js';
import type { Check } from '../../rule.js';
import type { SourceFile } from '../../source-file.js';

/** `foreach ($a as &$v)`, and `$v` is assigned again in the statements that follow without `unset($v)` before. */
export const referenceAfterLoop: Check = function* (file) {
  for (const loop of file.tree.byKind('foreach_statement')) {
    const left = file.field(loop, 'left');
    const reference = left?.kind === 'by_ref' ? left : left ? file.descendants(left, byReference)[0] : undefined;
    const name = reference ? file.text(file.named(reference)[0] ?? reference) : null;
    const siblings = loop.parent ? file.named(loop.parent) : [];
    if (name === null) continue;
    for (const next of siblings.slice(siblings.indexOf(loop) + 1)) {
      const text = file.text(next);
      if (text.startsWith('unset(') || next.kind === 'return_statement') break;
      if (!writes(file, next, name)) continue;
      yield {
        node: next,
        message: `${name} is still a reference to the last element: this changes it. unset(${name}) after the loop.`,
      };
      break;
    }
  }
};

const byReference: ReadonlySet<string> = new Set(['by_ref']);

function writes(file: SourceFile, statement: SyntaxNode, name: string): boolean {
  if (statement.kind === 'foreach_statement') {
    const left = file.field(statement, 'left');
    return left !== null && (file.text(left) === name || file.text(left).endsWith(`=> ${name}`));
  }
  const [expression] = file.named(statement);
  const target = expression?.kind === 'assignment_expression' ? file.field(expression, 'left') : null;
  return target !== null && file.text(target) === name;
}
