import type { Expression } from '../core-tree.js';
import type { FlowContext } from '../flow-context.js';
import type { Value } from '../value.js';
import { isFromOutside } from './class-fields.js';

/** `state.current = request.args['x']`: what somebody outside chose is in another file's variable from here on. */
export function storeElsewhere(context: FlowContext, holder: Expression, property: string, value: Value): void {
  if (!context.foreign || holder.type !== 'name' || !isFromOutside(value)) return;
  const path = context.imports.names.get(holder.name);
  if (path !== undefined) context.foreign.store(`${path}.${property}`, value);
}
