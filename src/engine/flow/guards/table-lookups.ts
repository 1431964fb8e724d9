import type { Expression } from '../core-tree.js';
import type { Environment } from '../evaluation/environment.js';
import type { FlowContext } from '../flow-context.js';
import { safeForAll } from '../sink-class.js';
import { sanitise, type Value } from '../value.js';

/** What a variable finds in a table that nobody outside chose: one of its values, or nothing. */
export function lookedUp(found: Value, table: Value, key: Expression | null): Value {
  const isTable = (table.fields !== null || table.items !== null) && table.taints.length === 0;
  if (!isTable || key?.type !== 'name') return found;
  return { ...found, constants: found.constants && [...found.constants, null], foundBy: key.name };
}

/** `const type = types[name]; if (!type) return`: from there on `name` is one of the table's keys. */
export function refineFound(context: FlowContext, found: Expression, environment: Environment): void {
  if (found.type !== 'name') return;
  const { foundBy } = context.evaluate(found, environment);
  const key = foundBy === null ? undefined : environment.get(foundBy);
  if (foundBy !== null && key) environment.set(foundBy, sanitise(key, safeForAll));
}

export function isNull(expression: Expression): boolean {
  return expression.type === 'literal' && expression.value === null;
}
