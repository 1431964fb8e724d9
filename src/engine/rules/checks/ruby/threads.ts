import type { SyntaxNode } from '../../../tree/syntax-tree.js';
import type { Check } from '../../rule.js';
import type { SourceFile } from '../../source-file.js';

const locks = /^(?:synchronize|with_lock|lock|transaction)$/;

/** `threads << Thread.new { @@hits += 1 }`: read, add and write of two threads mix, and a round is lost. */
export const unlockedThreadWrite: Check = function* (file) {
  if (!file.holds(/\bThread\.(?:new|start|fork)\b/)) return;
  for (const write of file.tree.byKind('augmented_assignment')) {
    const left = write.named ? file.field(write, 'left') : null;
    if (!left) continue;
    const thread = threadAround(file, write);
    if (thread && isShared(file, left, thread)) yield { node: write };
  }
};

/** The call that starts the thread in which a node runs without a lock; null where there is none. */
function threadAround(file: SourceFile, node: SyntaxNode): SyntaxNode | null {
  for (let place = node.parent; place; place = place.parent) {
    if (place.kind !== 'call') continue;
    const name = file.field(place, 'name');
    const object = file.field(place, 'object');
    if (name && locks.test(file.text(name))) return null;
    if (object && file.text(object) === 'Thread' && file.field(place, 'block')) return place;
  }
  return null;
}

function isShared(file: SourceFile, left: SyntaxNode, thread: SyntaxNode): boolean {
  const name = file.text(left);
  if (/^(?:@|\$)/.test(name)) return true;
  if (left.kind !== 'identifier') return false;
  // A variable that the block does not make itself is the one around it.
  const body = file.text(thread);
  return !new RegExp(`\\b${name}\\s*=(?!=)|\\|[^|\\n]*\\b${name}\\b[^|\\n]*\\|`).test(body);
}
