import type { SyntaxNode, SyntaxTree } from '../../tree/syntax-tree.js';
import type { Expression } from '../core-tree.js';
import type { Environment } from '../evaluation/environment.js';
import { safetyMask } from '../sink-class.js';
import { sanitise } from '../value.js';

const pathMask = safetyMask(['path']);

/**
 * `const rel = path.relative(root, file); if (rel.startsWith('..')) return;`: from there on `file` lies under the root. The
 * declaration is looked for in the function around the question.
 */
export function refineRelative(tree: SyntaxTree, asked: Expression, environment: Environment): void {
  if (asked.type !== 'name') return;
  const file = relatedFile(tree, asked.node, asked.name);
  const value = file === null ? undefined : environment.get(file);
  if (file !== null && value) environment.set(file, sanitise(value, pathMask));
}

function relatedFile(tree: SyntaxTree, at: SyntaxNode, name: string): string | null {
  let nearest: string | null = null;
  for (const declarator of tree.byKind('variable_declarator')) {
    if (declarator.start > at.start) break;
    const text = tree.text(declarator).slice(0, 160);
    if (!new RegExp(`^${name.replaceAll('$', '\\$')}\\s*=`).test(text)) continue;
    nearest = /^([\w$]+)\s*=\s*(?:[\w$]+\.)?relative\([^,()]{1,60},\s*([\w$]+)\s*\)$/.exec(text)?.[2] ?? null;
  }
  return nearest;
}
