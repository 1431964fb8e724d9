import { child } from '../../tree/callee.js';
import type { SyntaxTree } from '../../tree/syntax-tree.js';

/** What a Ruby file requires; requiring binds no names. */
export function readRequires(tree: SyntaxTree, _names: Map<string, string>, modules: Set<string>): void {
  for (const name of ['require', 'require_relative', 'gem']) {
    for (const call of tree.callsTo(name)) {
      const list = child(call, 'arguments');
      const text = list?.children.find((one) => one.kind === 'string');
      if (text) modules.add(tree.text(text).slice(1, -1));
    }
  }
}
