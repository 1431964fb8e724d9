import type { Expression } from '../flow/core-tree.js';
import { type Cell, FREED, NOT_NULL, NULL } from './cell.js';
import { areAlternatives, type MemoryContext, placeKey } from './memory-context.js';
import type { MemoryState } from './memory-state.js';

/** Follows a pointer: what it points to must be there. */
export function follow(
  context: MemoryContext,
  pointer: Expression,
  cell: Cell,
  state: MemoryState,
  isAddressOnly = false,
): void {
  const key = placeKey(pointer);
  const met = cell.metAt >= context.level;
  const { node } = pointer;
  const name = context.tree.text(node).slice(0, 40);
  if (cell.freedAt && areAlternatives(cell.freedAt, node)) return;
  if (cell.life === FREED || (cell.life & FREED && met)) {
    const line = cell.freedAt ? context.tree.position(cell.freedAt.start).line : 0;
    context.report(
      'use-after-free',
      node,
      `${name} is used after it was freed on line ${line}. Use it before, or set it to NULL and check.`,
    );
  } else if (cell.nullness === NULL || (cell.nullness & NULL && met)) {
    context.report(
      'null-dereference',
      node,
      `${name} is null here on the way that was checked for it. Leave on that way, or move this into the check.`,
    );
  } else if (cell.unchecked) {
    if (cell.heap.length > 0)
      context.report(
        'unchecked-null',
        node,
        `${name} is null when the call that made it fails. Check it before it is used.`,
      );
    else
      context.report(
        'unchecked-result',
        node,
        `${name} is nothing when nothing was found. Check it before it is used.`,
      );
  }
  const followedAt = cell.nullness === 0 && !cell.unchecked && !isAddressOnly ? node : cell.followedAt;
  if (key !== null)
    state.update(key, {
      unchecked: false,
      followedAt,
      nullness: NOT_NULL,
      ...(cell.life === FREED ? { life: 0 } : {}),
      metAt: -1,
    });
}
