import { isExtension, ownerOf, targetsOf, type Call, type Callee } from './call-targets.js';
import type { Environment } from './environment.js';
import { received } from './handed-out.js';
import { receiverOf } from './objects.js';
import { answeredBy } from './own-objects.js';
import type { FlowContext } from '../flow-context.js';
import { join, nothing, type Value } from '../value.js';

/** The result of a function of the program, or the object of one of its classes; null when it is not followed. */
export function follow(
  context: FlowContext,
  call: Call,
  callee: Callee,
  args: readonly Value[],
  environment: Environment,
): Value | null {
  const targets = targetsOf(context, call, callee);
  const made = targets.length > 0 ? null : madeClass(context, call, callee);
  if (targets.length === 0 && made === null) return null;
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
  let joined: Value | null = null;
  for (const fn of targets) {
    const extended = callee.receiver && isExtension(context, fn) ? 1 : 0;
    const given = extended === 1 && callee.receiver ? [callee.receiver, ...positional] : positional;
    const wrote = (index: number, value: Value): void => {
      const place = call.args[index - extended]?.value;
      if (place?.type === 'name') context.assign(place, value, environment, call.node);
    };
    const receiver = receiverOf(context, call, fn, callee.receiver, environment);
    const answer = answeredBy(callee.receiver, receiver, (own) => context.invoke(fn, given, named, wrote, own));
    const result = answer && received(answer, call, extended);
    if (result) joined = joined ? join(joined, result) : result;
  }
  return joined;
}

/** The class that a call makes an object of, by its path: `new A(x)`, `A(x)`, `A.new(x)`, `lib.A(x)`. */
function madeClass(context: FlowContext, call: Call, callee: Callee): string | null {
  const own = context.activeFunction()?.className ?? null;
  if (own !== null && makesOwn(call, callee) && context.classFields.knows(own)) return own;
  const isNew = callee.name === 'new' && callee.receiver !== null;
  const name = isNew ? ownerOf(callee) : callee.name;
  if (name === null || !(call.construct || /^[A-Z]/.test(name))) return null;
  if ((isNew || !callee.receiver) && context.classFields.knows(name)) return name;
  const path = isNew ? (callee.receiver?.path ?? '') : callee.path;
  return context.foreign?.typeAt(path, call.args.length) ? path : null;
}

/** `new self(x)`, `new static(x)`, `cls(x)`, `new(x)`: an object of the class that the method under way belongs to. */
function makesOwn(call: Call, { name, receiver }: Callee): boolean {
  // Lowered, PHP's `self` is `this` and Python's `cls` is `self`.
  if (receiver === null && (name === 'this' || name === 'self' || name === 'static')) return true;
  return name === 'new' && !call.construct && (receiver === null || receiver.path === 'self');
}
