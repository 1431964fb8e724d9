import { child } from '../../tree/callee.js';
import type { SyntaxNode, SyntaxTree } from '../../tree/syntax-tree.js';

/**
 * PHP's `use`: a name keeps its last segment as path, as rules and models say `DB::raw` whatever namespace it came from;
 * modules are the full names with `.`.
 */
export function readPhpUses(tree: SyntaxTree, names: Map<string, string>, modules: Set<string>): void {
  for (const clause of tree.byKind('namespace_use_clause')) {
    const path = tree.text(written(clause)).replace(/^(function|const)\s+/, '');
    const last = path.slice(path.lastIndexOf('\\') + 1);
    const group = clause.parent?.kind === 'namespace_use_group' ? clause.parent.parent : null;
    const prefix = group?.children.find((one) => one.kind === 'namespace_name');
    modules.add(`${prefix ? `${tree.text(prefix)}\\` : ''}${path}`.replace(/^\\/, '').replaceAll('\\', '.'));
    const alias = child(clause, 'alias');
    if (alias) names.set(tree.text(alias), last);
  }
}

function written(clause: SyntaxNode): SyntaxNode {
  return clause.children.find((one) => one.kind === 'qualified_name' || one.kind === 'name') ?? clause;
}
