import { declaredName } from '../../../tree/declared-name.js';
import type { SyntaxNode } from '../../../tree/syntax-tree.js';
import type { SourceFile } from '../../source-file.js';

/** Functions of a file that can be called by a name: their own, or that of the variable that holds them. */
export function* namedFunctions(file: SourceFile): Generator<{ fn: SyntaxNode; body: SyntaxNode; name: string }> {
  for (const kind of file.grammar.functions) {
    for (const fn of file.tree.byKind(kind)) {
      const body = file.field(fn, 'body');
      const holder = fn.parent?.kind === 'variable_declarator' ? file.field(fn.parent, 'name') : null;
      const name = holder ?? declaredName(fn);
      if (fn.named && body && name) yield { fn, body, name: file.text(name) };
    }
  }
}
