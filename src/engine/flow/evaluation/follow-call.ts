import type { Expression, FunctionUnit } from '../core-tree.js';
import type { Environment } from './environment.js';
import { receiverOf } from './objects.js';
import type { FlowContext } from '../flow-context.js';
import { selfName } from '../value-path.js';
import { nothing, type Value } from '../value.js';

export type Call = Expression & { type: 'call' };

/** What is called, with its receiver and arguments evaluated. */
export interface Callee {
  readonly name: string;
  readonly path: string;
  readonly receiver: Value | null;
  readonly receiverExpression: Expression | null;
  readonly fn: FunctionUnit | null;
}

/** The result of a function of the program, or the object of one of its classes; null when it is not followed. */
export function follow(
  context: FlowContext,
  call: Call,
  callee: Callee,
  args: readonly Value[],
  environment: Environment,
): Value | null {
  const fn = callee.fn ?? knownFunction(context, call, callee);
  const made = fn ? null : madeClass(context, call, callee);
  if (!fn && made === null && (!context.foreign || call.construct)) return null;
  const named = new Map<string, Value>();
  const positional: Value[] = [];
  call.args.forEach((argument, index) => {
    const value = args[index] ?? nothing;
    if (argument.spread && value.fields) for (const [key, field] of value.fields) named.set(key, field);
    else if (argument.spread && value.items) positional.push(...value.items);
    else if (argument.name === null) positional.push(value);
    else named.set(argument.name, value);
  });
  if (made !== null) return context.construct(made, positional, named);
  if (!fn) return context.foreign?.call(callee.path, ownerOf(callee), positional, named) ?? null;
  const wrote = (index: number, value: Value): void => {
    const place = call.args[index]?.value;
    if (place?.type === 'name') context.assign(place, value, environment, call.node);
  };
  return context.invoke(fn, positional, named, wrote, receiverOf(context, call, fn, callee.receiver, environment));
}

/** The class of this file that a call makes an object of: `new A(x)`, `A(x)`, `A.new(x)`. */
function madeClass(context: FlowContext, call: Call, callee: Callee): string | null {
  const name = callee.name === 'new' && callee.receiver ? ownerOf(callee) : callee.receiver ? null : callee.name;
  return name !== null && (call.construct || /^[A-Z]/.test(name)) && context.classFields.knows(name) ? name : null;
}

/** The function of this file that a call runs. */
export function knownFunction(context: FlowContext, call: Call, callee: Callee): FunctionUnit | null {
  if (call.construct) return null;
  const object = call.callee.type === 'member' ? call.callee.object : null;
  if (!object) return context.functionNamed(callee.name, null);
  if (selfName(object)) return context.functionNamed(callee.name, null);
  const owner = ownerOf(callee);
  if (!owner) return null;
  // A method that the class only inherits, or an interface's, is the one of that name that the file has.
  return (
    context.functionNamed(callee.name, owner) ??
    (context.classFields.knows(owner) ? context.functionNamed(callee.name, null) : null)
  );
}

/** Last name of the receiver's type. */
function ownerOf({ receiver }: Callee): string | null {
  return receiver?.path?.replace(/\(\)$/, '').split('.').at(-1) ?? null;
}
