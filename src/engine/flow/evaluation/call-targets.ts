import type { Expression, FunctionUnit } from '../core-tree.js';
import type { FlowContext } from '../flow-context.js';
import { selfName } from '../value-path.js';
import type { Value } from '../value.js';

export type Call = Expression & { type: 'call' };

/** What is called, with its receiver and arguments evaluated. */
export interface Callee {
  readonly name: string;
  readonly path: string;
  readonly receiver: Value | null;
  readonly receiverExpression: Expression | null;
  readonly fn: FunctionUnit | null;
  /** Further functions that the call may run instead. */
  readonly others: readonly FunctionUnit[];
}

/** What a call runs: one function of this file, one of another, or the few that implement a method of an interface. */
export function targetsOf(context: FlowContext, call: Call, callee: Callee): readonly FunctionUnit[] {
  const fn = callee.fn ?? ownFunction(context, call, callee);
  if (fn) return [fn, ...callee.others];
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
  if (!owner || isNameOf(object, owner)) return likeNamed(context, object, callee.name);
  // A method that the class only inherits, or an interface's, is the one of that name that the file has.
  return (
    context.functionNamed(callee.name, owner) ??
    (context.classFields.knows(owner) ? context.functionNamed(callee.name, null) : null)
  );
}

/**
 * `store.list()` where nobody says what `store` is and the file's only method of that name is MeterStore's: what programs
 * without types call their objects after is their class.
 */
function likeNamed(context: FlowContext, object: Expression, method: string): FunctionUnit | null {
  const { language } = context.tree;
  if (language !== 'javascript' && language !== 'typescript') return null;
  const word = lastName(object)
    .replace(/^[_#]+/, '')
    .toLowerCase();
  const fn = word.length < 3 ? null : context.functionNamed(method, null);
  return fn?.className?.toLowerCase().endsWith(word) ? fn : null;
}

/** Whether a receiver's path says no more than the program's own word for it. */
function isNameOf(object: Expression, owner: string): boolean {
  return owner === lastName(object) && /^[a-z_#]/.test(owner);
}

function lastName(object: Expression): string {
  return object.type === 'name' ? object.name : object.type === 'member' ? object.property : '';
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
export function ownerOf({ receiver }: Callee): string | null {
  const path = receiver?.path ?? null;
  if (path === null) return null;
  const end = path.endsWith('()') ? path.length - 2 : path.length;
  return path.slice(end === 0 ? 0 : path.lastIndexOf('.', end - 1) + 1, end);
}
