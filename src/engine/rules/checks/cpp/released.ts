import type { SyntaxNode } from '../../../tree/syntax-tree.js';
import type { Check } from '../../rule.js';
import { inOtherBranch, leavesBefore } from './places.js';

/** `T *raw = owner.get(); owner.reset(); raw->x`: the object went with its owner. */
export const releasedByOwner: Check = function* (file) {
  if (!file.holds(/\.get\(\)/)) return;
  for (const declaration of file.tree.byKind('declaration')) {
    const text = file.text(declaration).slice(0, 200);
    const [, raw, owner] = /(?:\*|\bauto)\s*(?:const\s+)?(\w+)\s*=\s*([\w.>-]+)\.get\(\)\s*;$/.exec(text) ?? [];
    const scope = declaration.parent;
    if (raw === undefined || owner === undefined || !scope) continue;
    const ends = new RegExp(`^${owner.replace(/\W/g, '\\$&')}(?:\\.reset\\(|\\s*=\\s*(?:nullptr|std::make_|\\w))`);
    let gone: SyntaxNode | null = null;
    for (let id = declaration.subtreeEnd; id < scope.subtreeEnd; id += 1) {
      const node = file.tree.nodes[id];
      if (!node) break;
      if (node.kind === 'expression_statement' && gone === null && ends.test(file.text(node).slice(0, 200)))
        gone = node;
      if (node.kind !== 'identifier' || file.text(node) !== raw) continue;
      const holder = node.parent;
      if (holder?.kind === 'assignment_expression' && file.field(holder, 'left') === node) break;
      if (!gone || node.start < gone.end || inOtherBranch(gone, node)) continue;
      if (!leavesBefore(file, gone, scope)) {
        yield {
          node,
          message: `${raw} points to what ${owner} owned, which was given up before: the memory is gone. Use it before, or keep the owner.`,
        };
      }
      break;
    }
  }
};
