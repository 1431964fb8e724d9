import type { Expression } from '../core-tree.js';
import type { Environment } from '../evaluation/environment.js';
import { join } from '../value.js';

/**
 * What holds whichever of two conditions decided: `if (host && host != OWN) refuse()` lets through who has no host and whose
 * host is ours. Only of variables of which both prove something.
 */
export function refineAlternatives(
  sides: readonly [Expression, Expression],
  environment: Environment,
  refineSide: (side: Expression, branch: Environment) => void,
): void {
  const [first, second] = sides.map((side) => {
    const branch = environment.fork();
    refineSide(side, branch);
    return branch;
  });
  if (!first || !second) return;
  for (const [name, value] of first.snapshot()) {
    const other = second.bound(name);
    if (other) environment.set(name, join(value, other));
  }
}
