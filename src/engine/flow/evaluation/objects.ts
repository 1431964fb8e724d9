import type { SyntaxTree } from '../../tree/syntax-tree.js';
import type { Expression, FunctionUnit } from '../core-tree.js';
import { isFromOutside, type ClassFields, type Receiver } from './class-fields.js';
import type { Environment } from './environment.js';
import type { FlowContext } from '../flow-context.js';
import { isProof } from '../guards/proof-name.js';
import { safeForAll } from '../sink-class.js';
import { selfName } from '../value-path.js';
import { constructorNames } from './written-names.js';
import { flatTaints, join, nothing, sanitise, type Taint, type Value } from '../value.js';

type Call = Expression & { type: 'call' };

/** What the class of a path makes of arguments, declared in this file or another; null when it has no constructor that is known. */
export function constructedAt(
  context: FlowContext,
  path: string,
  args: readonly Value[],
  named: ReadonlyMap<string, Value>,
): Value | null {
  const className = path.slice(path.lastIndexOf('.') + 1);
  const own = context.classFields.knows(className)
    ? [...constructorNames, className].map((name) => context.functionNamed(name, className)).find((fn) => fn !== null)
    : undefined;
  const type = own ? null : (context.foreign?.typeAt(path, args.length) ?? null);
  const made = own ?? type?.constructor;
  return made ? constructed(context, made, type?.name ?? className, args, named) : null;
}

/** The object that a constructor makes: its fields, and what the constructor was given and nobody sees it keep. */
function constructed(
  context: FlowContext,
  fn: FunctionUnit,
  className: string,
  args: readonly Value[],
  named: ReadonlyMap<string, Value>,
): Value | null {
  const fields = new Map<string, Value>();
  const receiver: Receiver = {
    fields: new Map(),
    left: (left) => left.forEach((value, field) => fields.set(field, value)),
  };
  if (context.invoke(fn, args, named, undefined, receiver) === null) return null;
  // `new User(a) { P = b }` gives properties as if they were arguments.
  for (const [name, value] of named)
    if (!fn.parameters.some((parameter) => parameter.name === name)) fields.set(name, value);
  // Whoever gets the object may call any of its methods.
  const chosen = [...fields].filter(([, value]) => isFromOutside(value));
  if (chosen.length > 0) context.classFields.remember(className, new Map(chosen));
  const kept = [...fields.values()].flatMap((value) => flatTaints(value));
  const isKept = (taint: Taint): boolean =>
    kept.some((one) => one.kind === taint.kind && one.steps[0]?.node === taint.steps[0]?.node);
  const loose = [...args, ...named.values()].flatMap((value) => flatTaints(value)).filter((taint) => !isKept(taint));
  return { ...nothing, path: className, fields, taints: loose.slice(0, 4) };
}

/** The object that a call of a method of this file is made on; undefined for plain functions and unknown objects. */
export function receiverOf(
  context: FlowContext,
  call: Call,
  fn: FunctionUnit,
  holder: Value | null,
  environment: Environment,
): Receiver | undefined {
  if (fn.className === null) return undefined;
  const object = call.callee.type === 'member' ? call.callee.object : null;
  if (!object || selfName(object)) {
    return {
      fields: context.classFields.ownFields(fn.className, context.activeFunction(), environment),
      left: (left) =>
        context.classFields.bind({ ...fn, parameters: context.activeFunction()?.parameters ?? [] }, environment, left),
    };
  }
  if (!holder) return undefined;
  return {
    fields: holder.fields ?? takenApart(context, fn.className, holder),
    left: (left) => {
      if (object.type !== 'name' && object.type !== 'member') return;
      const fields = new Map([...(holder.fields ?? []), ...left]);
      context.assign(object, { ...holder, fields }, environment, object.node);
    },
  };
}

/** The fields of an object that somebody outside filled: each is as they chose, unless its type admits nothing harmful. */
function takenApart(context: FlowContext, className: string, holder: Value): ReadonlyMap<string, Value> {
  const isChosen = holder.taints.some(({ kind }) => kind !== 'unknown');
  const declared = isChosen ? context.classFields.all(className) : new Map<string, Value>();
  return new Map([...declared].map(([field, value]) => [field, fieldOf(context, holder, value.path)]));
}

/** One field of declared type of an object that was filled outside. */
export function fieldOf(context: FlowContext, holder: Value, type: string | null): Value {
  const value: Value = { ...nothing, taints: flatTaints(holder), path: type };
  return type !== null && context.model.safeTypes.has(type) ? { ...sanitise(value, safeForAll), path: type } : value;
}

/**
 * The fields of the object a method is called on when they say more than its class does: when somebody outside chose one.
 * What a program itself puts there is not worth a walk of its own: the class knows it. A call that is given what somebody
 * outside chose (`isSupplied`) is walked anyway, and then with the object's own fields.
 */
export function ownState(
  fn: FunctionUnit,
  receiver: Receiver | undefined,
  known: ClassFields,
  isSupplied = false,
): Receiver['fields'] | undefined {
  if (!receiver || receiver.fields.size === 0 || fn.className === null) return undefined;
  if (receiver.fields === known.all(fn.className)) return undefined;
  if (isSupplied) return receiver.fields;
  for (const value of receiver.fields.values()) if (isFromOutside(value)) return receiver.fields;
  return undefined;
}

/**
 * Neither a constant nor data from outside: following a call again with it would show nothing new. So is an object that
 * the program made of such.
 */
export function isPlainArgument(value: Value, known: ClassFields): boolean {
  if (value.constants || value.items || value.fn || value.path === '@request') return false;
  if (value.fields && !(value.path !== null && known.knows(value.path) && !isFromOutside(value))) return false;
  return value.taints.every((taint) => taint.kind === 'parameter' || taint.kind === 'unknown');
}

/** What a callback wrote to the variables around it: it may have run by the time they are read. */
export function keepCaptured(fn: FunctionUnit, closure: Environment, environment: Environment): void {
  for (const [name, value] of environment.snapshot()) {
    const before = closure.get(name);
    if (!before || before === value || value.fn || isProof(name)) continue;
    if (!fn.parameters.some((parameter) => parameter.name === name || parameter.properties.includes(name)))
      closure.set(name, join(before, value));
  }
}

/** Whether a function's name stands nowhere but in its declaration and in calls: it is never handed on. */
export function isOnlyCalled(tree: SyntaxTree, fn: FunctionUnit): boolean {
  if (fn.name === null) return false;
  const name = fn.name.replace(/^[^\w]+/, '');
  return mentionsOf(tree, name) - 1 <= tree.callsTo(fn.name).length;
}

/** How often each name stands in a source, counted once. */
const mentions = new WeakMap<SyntaxTree, ReadonlyMap<string, number>>();

/** A name, or a text that holds nothing else: some languages call functions by their text. */
const wholeName = /^["':`@]*([\w$]+[?!]?)["'`]*$/;
const longestName = 80;

/** How often a name stands in the source by itself: as a word of a comment or of a longer text it names nothing. */
function mentionsOf(tree: SyntaxTree, name: string): number {
  let counts = mentions.get(tree);
  if (!counts) mentions.set(tree, (counts = countedNames(tree)));
  return counts.get(name) ?? 0;
}

function countedNames(tree: SyntaxTree): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const node of tree.nodes) {
    if (node.children.length > 0 || node.end - node.start > longestName) continue;
    const name = wholeName.exec(tree.text(node))?.[1];
    if (name !== undefined) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return counts;
}
