import type { SyntaxNode } from '../../../tree/syntax-tree.js';
import type { SourceFile } from '../../source-file.js';

/** A way into a program over HTTP, as its framework is told of it. */
export interface Route {
  /** Upper case; null where the code does not say, or says several. */
  readonly method: string | null;
  /** As written; empty where it stands elsewhere (a routes file, a convention). */
  readonly path: string;
  /** Where to point: the registration, or the name of the handler. */
  readonly place: SyntaxNode;
  /** The function or block that answers; null when it is in another file. */
  readonly handler: SyntaxNode | null;
}

/** The text inside the quotes of a string node; null when it is no plain string. */
export function quoted(file: SourceFile, node: SyntaxNode | undefined): string | null {
  if (node === undefined) return null;
  return /^[a-z]?["'`]([^"'`]*)["'`]$/.exec(file.text(node).slice(0, 300))?.[1] ?? null;
}

/** The function of this file that a name stands for. */
export function functionNamed(file: SourceFile, name: string): SyntaxNode | null {
  for (const kind of file.grammar.functions) {
    for (const fn of file.tree.byKind(kind)) {
      const own = file.field(fn, 'name');
      if (own !== null && file.text(own) === name) return fn;
    }
  }
  return null;
}
