import type { SyntaxNode } from '../tree/syntax-tree.js';
import type { Cell } from './cell.js';
import type { MemoryContext } from './memory-context.js';
import type { MemoryState } from './memory-state.js';

/** How much is taken by the length as it is written: `int a[n]`, `new int[n * 4]`. */
export function checkRoom(context: MemoryContext, node: SyntaxNode, length: string, state: MemoryState): void {
  for (const name of new Set(length.match(/\b[A-Za-z_]\w*\b/g) ?? [])) {
    const cell = state.get(name);
    if (cell && isUnbounded(cell)) {
      reportRoom(context, node, name);
      return;
    }
  }
}

/** A number that somebody outside chooses as large as they like. */
export function isUnbounded(cell: Cell): boolean {
  return cell.chooser === 'outside' && !cell.checkedHigh && !Number.isFinite(cell.high);
}

export function reportRoom(context: MemoryContext, node: SyntaxNode, name: string): void {
  context.report(
    'unchecked-size',
    node,
    `Somebody outside chooses with ${name.slice(0, 40)} how much memory this takes. Bound it before.`,
  );
}
