import type { FunctionUnit } from '../core-tree.js';
import type { FlowContext } from '../flow-context.js';
import type { Receiver } from './class-fields.js';
import type { Value } from '../value.js';

const none: ReadonlyMap<string, Value> = new Map();
const ownNames: ReadonlySet<string> = new Set(['this', 'self']);

/**
 * Calls a method that may answer the object it is called on (`return this`), as builders do: what it leaves in the fields is
 * then part of what the call gives, whether or not the object has a name of its own.
 */
export function answeredBy(
  holder: Value | null,
  receiver: Receiver | undefined,
  invoke: (receiver: Receiver | undefined) => Value | null,
): Value | null {
  if (!receiver || !holder || ownNames.has(holder.path ?? '')) return invoke(receiver);
  let fields = holder.fields ?? receiver.fields;
  const result = invoke({
    fields: receiver.fields,
    left: (left) => {
      fields = new Map([...fields, ...left]);
      receiver.left(left);
    },
  });
  return result && ownNames.has(result.path ?? '') ? { ...holder, fields } : result;
}

/** `search.sql` where the class has `get sql()`: what that function makes of the object's fields; undefined for a field. */
export function getterValue(context: FlowContext, holder: Value, property: string): Value | undefined {
  const { path } = holder;
  if (path === null || !/^[A-Z]\w*$/.test(path) || !context.classFields.knows(path)) return undefined;
  const fn = context.functionNamed(property, path);
  if (!fn || !isGetter(fn)) return undefined;
  const receiver: Receiver = { fields: holder.fields ?? none, left: () => undefined };
  return context.invoke(fn, [], new Map(), undefined, receiver) ?? undefined;
}

/** JavaScript's `get name()`, Python's `@property`. */
function isGetter({ node, annotations }: FunctionUnit): boolean {
  return annotations.includes('property') || node.children.some(({ kind, named }) => kind === 'get' && !named);
}
