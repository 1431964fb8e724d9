import type { Expression, FunctionUnit } from '../core-tree.js';
import type { Environment } from './environment.js';
import { receiverOf } from './objects.js';
import { answeredBy } from './own-objects.js';
import type { FlowContext } from '../flow-context.js';
import { selfName } from '../value-path.js';
import { join, nothing, type Value } from '../value.js';

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
    const result = answeredBy(callee.receiver, receiver, (own) => context.invoke(fn, given, named, wrote, own));
    if (result) joined = joined ? join(joined, result) : result;
  }
  return joined;
}

/** The class that a call makes an object of, by its path: `new A(x)`, `A(x)`, `A.new(x)`, `lib.A(x)`. */
function madeClass(context: FlowContext, call: Call, callee: Callee): string | null {
  const isNew = callee.name === 'new' && callee.receiver !== null;
  const name = isNew ? ownerOf(callee) : callee.name;
  if (name === null || !(call.construct || /^[A-Z]/.test(name))) return null;
  if ((isNew || !callee.receiver) && context.classFields.knows(name)) return name;
  const path = isNew ? (callee.receiver?.path ?? '') : callee.path;
  return context.foreign?.typeAt(path, call.args.length) ? path : null;
}

/** What a call runs: one function of this file, one of another, or the few that implement a method of an interface. */
export function targetsOf(context: FlowContext, call: Call, callee: Callee): readonly FunctionUnit[] {
  const fn = callee.fn ?? ownFunction(context, call, callee);
  if (fn) return [fn];
  if (!context.foreign || call.construct) return [];
  const object = call.callee.type === 'member' ? call.callee.object : null;
  return context.foreign.called({
    path: callee.path,
    name: callee.name,
    receiver: callee.receiver,
    isOwn: object === null || selfName(object),
    isBase: object !== null && isBase(object),
    className: context.activeFunction()?.className ?? null,
    count: call.args.length,
  });
}

/** The function of this file that a call runs. */
function ownFunction(context: FlowContext, call: Call, callee: Callee): FunctionUnit | null {
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

/** `super.f()`, `parent::f()`, `base.F()`, `super().f()`. */
function isBase(object: Expression): boolean {
  const place = object.type === 'call' ? object.callee : object;
  return place.type === 'name' && /^(super|parent|base)$/.test(place.name);
}

/** C#: `text.Clean()` calls `static string Clean(this string text)`. */
export function isExtension(context: FlowContext, fn: FunctionUnit): boolean {
  const tree = context.treeOf(fn);
  const [first] = fn.parameters;
  return tree.language === 'csharp' && first !== undefined && /^(?:\[[^\]]*\]\s*)?this\s/.test(tree.text(first.node));
}

/** Last name of the receiver's type. */
function ownerOf({ receiver }: Callee): string | null {
  return receiver?.path?.replace(/\(\)$/, '').split('.').at(-1) ?? null;
}
