import type { Expression } from '../flow/core-tree.js';
import type { Cell } from './cell.js';
import type { MemoryContext } from './memory-context.js';

/** An element's number against the array's length. */
export function checkIndex(
  context: MemoryContext,
  expression: Expression & { type: 'index' },
  holder: Cell,
  index: Cell,
  address: boolean,
): void {
  const { node, object } = expression;
  const count = holder.bytes !== null && holder.step ? Math.floor(holder.bytes / holder.step) : null;
  const name = context.tree.text(object.node).slice(0, 40);
  const limit = count === null ? null : address ? count + 1 : count;
  if (
    count !== null &&
    limit !== null &&
    (index.low >= limit || (Number.isFinite(index.high) && index.high >= limit))
  ) {
    const reached = Number.isFinite(index.high) ? index.high : index.low;
    context.report(
      'index-out-of-bounds',
      node,
      `${name} has ${count} elements, and this reaches number ${reached}. The last one is ${count - 1}.`,
    );
  } else if (index.high < 0) {
    if (count !== null) context.report('index-out-of-bounds', node, `${name} has no element before the first.`);
  } else if (index.chooser === 'outside' && !index.checkedHigh && !Number.isFinite(index.high)) {
    context.report(
      'unchecked-index',
      node,
      `Somebody outside chooses which element of ${name} this is. Check that it lies inside.`,
    );
  } else if (index.chooser === 'outside' && !index.checkedLow && !index.unsigned && index.low < 0) {
    context.report(
      'unchecked-index',
      node,
      `The number from outside may be negative here: only its upper bound was checked. Check both, or make it unsigned.`,
    );
  }
}
