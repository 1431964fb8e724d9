import type { SyntaxTree } from '../../tree/syntax-tree.js';

/** The headers a file includes: `#include <sys/socket.h>` → `sys/socket.h`. C has no names to import. */
export function readIncludes(tree: SyntaxTree, _names: Map<string, string>, modules: Set<string>): void {
  for (const include of tree.byKind('preproc_include')) {
    const path = include.children.find((child) => child.field === 'path');
    if (path) modules.add(tree.text(path).replace(/^[<"]|[>"]$/g, ''));
  }
}
