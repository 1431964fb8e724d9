import type { FlowContext } from '../flow-context.js';
import { blend, type Value } from '../value.js';

/** How pydantic's models are made of data that came as it is. */
const validations: ReadonlySet<string> = new Set([
  'model_validate',
  'model_validate_json',
  'model_validate_strings',
  'parse_obj',
  'parse_raw',
]);

/** `Order.model_validate_json(body)`: an object of that class, whose fields are what their types let through; null for others. */
export function validatedModel(
  context: FlowContext,
  { name, receiver }: { readonly name: string; readonly receiver: Value | null },
  args: readonly Value[],
): Value | null {
  const type = receiver?.path ?? null;
  if (!validations.has(name) || type === null || !context.classFields.knows(type)) return null;
  return { ...blend(args), path: type };
}
