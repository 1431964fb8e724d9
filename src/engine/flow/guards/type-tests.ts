import type { Expression } from '../core-tree.js';
import type { Environment } from '../evaluation/environment.js';
import type { FlowContext } from '../flow-context.js';
import { safeForAll, safetyMask } from '../sink-class.js';
import { only } from '../value.js';
import { prove } from './prove.js';

const operatorMask = safetyMask(['nosql']);

/** `typeof x === 'number'`: numbers carry no text; a text carries no query operators. */
export function refineType(context: FlowContext, left: Expression, right: Expression, environment: Environment): void {
  if (left.type !== 'unary' || left.operator !== 'typeof') return;
  const type = only(context.evaluate(right, environment));
  if (type === 'number' || type === 'boolean' || type === 'bigint')
    prove(context, left.operand, environment, safeForAll);
  if (type === 'string') prove(context, left.operand, environment, operatorMask);
}
