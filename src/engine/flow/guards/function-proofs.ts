import type { Expression, FunctionUnit } from '../core-tree.js';
import type { Environment } from '../evaluation/environment.js';
import { targetsOf } from '../evaluation/call-targets.js';
import type { FlowContext } from '../flow-context.js';
import { safeForAll, type SafetyMask } from '../sink-class.js';
import type { SyntaxTree } from '../../tree/syntax-tree.js';
import { extendPath } from '../value-path.js';
import { isBare, nothing, only, type Value } from '../value.js';
import { isPossible, partOf } from './function-answers.js';
import { prove } from './prove.js';

type Call = Expression & { type: 'call' };

/** What a function's parameters are where it returns; null for an answer that this return does not give. */
export interface Exit {
  readonly answer: Value;
  readonly whenTrue: readonly Value[] | null;
  readonly whenFalse: readonly Value[] | null;
}

/** The function that a call runs: of this file by its name, else of another. */
export function calledFunction(context: FlowContext, call: Call, environment: Environment): FunctionUnit | null {
  const { callee } = call;
  if (callee.type === 'name') {
    const own = environment.get(callee.name)?.fn ?? context.functionNamed(callee.name, null);
    return own ?? functionElsewhere(context, call, callee.name, null);
  }
  if (callee.type !== 'member') return null;
  const owner = callee.object.type === 'name' ? callee.object.name : null;
  const inClass = owner !== null && /^[A-Z]/.test(owner) ? context.functionNamed(callee.property, owner) : null;
  if (inClass) return inClass;
  const receiver = context.foreign ? context.evaluate(callee.object, environment) : null;
  return (
    receiver?.fields?.get(callee.property)?.fn ??
    functionElsewhere(context, call, callee.property, receiver) ??
    context.functionNamed(callee.property, null)
  );
}

/** The one function of another file that a call runs. */
function functionElsewhere(
  context: FlowContext,
  call: Call,
  name: string,
  receiver: Value | null,
): FunctionUnit | null {
  const path = receiver ? extendPath(receiver.path ?? '?', `.${name}`) : (context.imports.names.get(name) ?? name);
  const targets = targetsOf(context, call, {
    name,
    path: path ?? name,
    receiver,
    receiverExpression: null,
    fn: null,
    others: [],
  });
  return targets.length === 1 ? (targets[0] ?? null) : null;
}

/**
 * A check of the program's own, by what it does: each argument is proven as far as every return of that answer proves the
 * parameter (`truth` null: whatever it answers, as long as it returns). False when nothing was proven.
 */
export function proveByFunction(
  context: FlowContext,
  call: Call,
  fn: FunctionUnit,
  environment: Environment,
  truth: boolean | null,
  part: string | null = null,
): boolean {
  const given = call.args.map((argument) => context.evaluate(argument.value, environment));
  if (!given.some((value) => value.taints.length > 0)) return false;
  const masks = provenMasks(context, fn, given, truth, part);
  if (masks === null) return false;
  let proved = false;
  call.args.forEach((argument, index) => {
    const before = given[index] ?? nothing;
    const parameter = parametersOf(fn)[index];
    const mask = masks[index] ?? 0;
    if (!parameter || before.taints.length === 0 || (mask & ~maskOf(before)) === 0) return;
    if (isReassigned(context.treeOf(fn), fn, parameter.name)) return;
    proved = true;
    prove(context, argument.value, environment, mask);
  });
  return proved;
}

/** By function: what it proved of arguments of one kind. A check is asked at each of its calls, mostly of the same kind. */
const known = new WeakMap<FunctionUnit, Map<string, readonly SafetyMask[] | null>>();

/** What each argument is safe for where the function returns that answer; null when it never does. */
function provenMasks(
  context: FlowContext,
  fn: FunctionUnit,
  given: readonly Value[],
  truth: boolean | null,
  part: string | null,
): readonly SafetyMask[] | null {
  const kind = kindOf(given);
  const before = kind === null ? undefined : known.get(fn)?.get(`${truth} ${part} ${kind}`);
  if (before !== undefined) return before;
  const ends = exitsOf(context, fn, given)
    .filter(({ answer }) => part === null || truth === null || isPossible(partOf(answer, part), { truth }))
    .flatMap(({ whenTrue, whenFalse }) => [
      ...((truth !== false || part !== null) && whenTrue ? [whenTrue] : []),
      ...((truth !== true || part !== null) && whenFalse ? [whenFalse] : []),
    ]);
  const masks =
    ends.length === 0
      ? null
      : given.map((_value, index) => ends.reduce((all, values) => all & maskOf(values[index] ?? nothing), safeForAll));
  if (kind !== null) {
    const kinds = known.get(fn) ?? new Map<string, readonly SafetyMask[] | null>();
    known.set(fn, kinds.set(`${truth} ${part} ${kind}`, masks));
  }
  return masks;
}

interface Asked {
  readonly given: readonly Value[];
  readonly exits: readonly Exit[];
}

/** By function: what it was asked with last. One call is asked for each of its answers, and for having returned at all. */
const lastAsked = new WeakMap<FunctionUnit, Asked>();

function exitsOf(context: FlowContext, fn: FunctionUnit, given: readonly Value[]): readonly Exit[] {
  const last = lastAsked.get(fn);
  if (last?.given.length === given.length && last.given.every((value, index) => isSame(value, given[index])))
    return last.exits;
  const exits = context.exits(fn, given);
  // None: it was too deep to be followed here.
  if (exits.length > 0) lastAsked.set(fn, { given, exits });
  return exits;
}

/** The same value, or the same constant written twice. */
function isSame(left: Value, right: Value | undefined): boolean {
  if (left === right || !right) return left === right;
  const written = only(left);
  return written !== undefined && written === only(right) && isPlain(left) && isPlain(right);
}

/** A constant and nothing else. */
function isPlain({ items, fields, fn, taints, clues, path }: Value): boolean {
  return taints.length === 0 && !items && !fields && !fn && !clues && path === null;
}

/** All that a check can tell of its arguments, but the way they came; null when that is much. */
function kindOf(given: readonly Value[]): string | null {
  if (!given.every(isBare)) return null;
  return given.map(({ path, taints }) => `${path} ${taints.map(({ kind, safeFor }) => `${kind}${safeFor}`)}`).join('|');
}

/** Parameters as arguments are given to them: without Python's `self`. */
export function parametersOf(fn: FunctionUnit): FunctionUnit['parameters'] {
  const isMethod = fn.className !== null && /^(self|cls)$/.test(fn.parameters[0]?.name ?? '');
  return isMethod ? fn.parameters.slice(1) : fn.parameters;
}

/** What a value is safe for: everything when it is one of a few constants. */
function maskOf(value: Value): SafetyMask {
  if (value.constants) return safeForAll;
  return value.taints.length === 0 ? 0 : value.taints.reduce((mask, taint) => mask & taint.safeFor, safeForAll);
}

/** Names that are assigned to, by function: calls of one ask again and again. */
const assigned = new WeakMap<FunctionUnit, ReadonlySet<string>>();

/** A parameter that holds something else by the end says nothing about what was given. */
export function isReassigned(tree: SyntaxTree, fn: FunctionUnit, name: string): boolean {
  let names = assigned.get(fn);
  if (!names) {
    const text = tree.text(fn.body()[0]?.node.parent ?? fn.node);
    const found = text.matchAll(/(?<![\w.$])\$?(\w+)\s*(?:[-+*/%|&^.]|:)?=(?![=>])/g);
    assigned.set(fn, (names = new Set([...found].map(([, one = '']) => one))));
  }
  return names.has(name.replace(/\W/g, ''));
}
