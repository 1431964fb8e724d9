import type { SyntaxNode } from '../../../tree/syntax-tree.js';
import type { SourceFile } from '../../source-file.js';

/**
 * What a name, `self.name` or `Class.name` of Python was given, where the file gives it one value only: in the function around,
 * or outside of functions. The node itself for anything that is no name; null for a name with several values or none.
 */
export function writtenValue(file: SourceFile, node: SyntaxNode): SyntaxNode | null {
  const name = /^(?:(?:self|cls|[A-Z]\w*)\.)?([A-Za-z_]\w*)$/.exec(file.text(node))?.[1];
  if (name === undefined || (node.kind !== 'identifier' && node.kind !== 'attribute')) return node;
  const around = file.enclosingFunction(node);
  const given: SyntaxNode[] = [];
  for (const assignment of file.tree.byKind('assignment')) {
    const target = file.field(assignment, 'left');
    const value = file.field(assignment, 'right');
    if (!target || !value || /^(?:(?:self|cls)\.)?(\w+)$/.exec(file.text(target))?.[1] !== name) continue;
    const home = file.enclosingFunction(assignment);
    if (home === null || home === around || target.kind === 'attribute') given.push(value);
  }
  return given.length === 1 ? (given[0] ?? null) : null;
}
