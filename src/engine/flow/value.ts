import type { SyntaxNode } from '../tree/syntax-tree.js';
import type { Constant, FunctionUnit } from './core-tree.js';
import { joinClues, type Clues } from './clues.js';
import { safeForAll, type SafetyMask } from './sink-class.js';

/**
 * Whose words a value carries, most dangerous first. `stored`: what a database or another service answers; `unknown`: nobody
 * in this file says.
 */
export const originKinds = ['remote', 'local', 'parameter', 'stored', 'unknown'] as const;
export type OriginKind = (typeof originKinds)[number];

export interface TraceStep {
  readonly node: SyntaxNode;
  readonly message: string;
}

/** One origin of a value, the way it came, and the sinks it may safely reach. */
export interface Taint {
  readonly kind: OriginKind;
  readonly steps: readonly TraceStep[];
  readonly safeFor: SafetyMask;
}

/**
 * What is known about an expression. `constants` is the finite set of values it can have (no taints then); a container
 * knows its elements as long as its keys are constant.
 */
export interface Value {
  readonly constants: readonly Constant[] | null;
  readonly taints: readonly Taint[];
  /** True when text was put together from literals and something else. */
  readonly composed: boolean;
  /** Known first characters of a composed text. */
  readonly prefix: string;
  /** A dotted path that names what this is: `flask.request.args`, `Statement`, `sqlite3.connect().cursor()`. */
  readonly path: string | null;
  readonly items: readonly Value[] | null;
  readonly fields: ReadonlyMap<string, Value> | null;
  readonly fn: FunctionUnit | null;
  /** The path had its `..` resolved, so that a prefix check means something. */
  readonly normalised: boolean;
  /** The variable whose URL's host this is. */
  readonly hostOf: string | null;
  /** The variable under whose text this was found in a table that nobody outside chose: while it is something, that text is a key. */
  readonly foundBy: string | null;
  readonly clues: Clues | null;
}

export const nothing: Value = {
  constants: null,
  taints: [],
  composed: false,
  prefix: '',
  path: null,
  items: null,
  fields: null,
  fn: null,
  normalised: false,
  hostOf: null,
  foundBy: null,
  clues: null,
};

export const unknown: Value = { ...nothing, taints: [{ kind: 'unknown', steps: [], safeFor: 0 }] };

const maximumConstants = 8;
const maximumTaints = 4;
const maximumSteps = 12;
/** Deeper container nesting is forgotten: joins would otherwise grow without bound. */
const maximumContainerDepth = 3;

export function constant(value: Constant): Value {
  return { ...nothing, constants: [value] };
}

/** The single constant, or undefined. */
export function only(value: Value): Constant | undefined {
  return value.constants?.length === 1 ? value.constants[0] : undefined;
}

export function tainted(kind: OriginKind, node: SyntaxNode, message: string, path: string | null = null): Value {
  return { ...nothing, taints: [{ kind, steps: [{ node, message }], safeFor: 0 }], path };
}

/** Either of two values (after a branch). */
export function join(left: Value, right: Value, depth = 0): Value {
  if (left === right || (isBare(left) && isBare(right) && left.path === right.path && left.taints === right.taints)) {
    return left;
  }
  const constants = left.constants && right.constants ? union(left.constants, right.constants) : null;
  const deep = depth < maximumContainerDepth;
  // What is forgotten of a container is kept as its own.
  const taints = deep ? mergeTaints(left.taints, right.taints) : mergeTaints(flatTaints(left), flatTaints(right));
  return {
    constants,
    taints,
    composed: left.composed || right.composed,
    prefix: commonPrefix(left, right),
    path: left.path === right.path ? left.path : (left.path ?? right.path),
    items: deep ? joinItems(left.items, right.items, depth) : null,
    fields: deep ? joinFields(left.fields, right.fields, depth) : null,
    fn: left.fn ?? right.fn,
    normalised: left.normalised && right.normalised,
    hostOf: left.hostOf === right.hostOf || isNoHost(right) ? left.hostOf : isNoHost(left) ? right.hostOf : null,
    foundBy: left.foundBy === right.foundBy || isNothing(right) ? left.foundBy : isNothing(left) ? right.foundBy : null,
    clues:
      left.clues || right.clues || (left.fn && right.fn && left.fn !== right.fn) ? joinClues(left, right, join) : null,
  };
}

/** `null`, `undefined`, `None` and nothing else. */
function isNothing(value: Value): boolean {
  return value.constants?.length === 1 && value.constants[0] === null;
}

/** `parts['host'] ?? ''`: what no list of hosts holds. */
function isNoHost(value: Value): boolean {
  return isNothing(value) || (value.constants?.length === 1 && value.constants[0] === '');
}

/** Nothing known but, perhaps, its path and origins: two such values need no joining. */
export function isBare(value: Value): boolean {
  return (
    value.constants === null &&
    value.items === null &&
    value.fields === null &&
    value.fn === null &&
    !value.composed &&
    value.prefix === '' &&
    !value.normalised &&
    value.hostOf === null &&
    value.foundBy === null &&
    value.clues === null
  );
}

/** Everything a container or a call may pass on, without its structure. */
export function blend(values: readonly Value[]): Value {
  let taints: readonly Taint[] = nothing.taints;
  for (const value of values) taints = mergeTaints(taints, flatTaints(value));
  return taints.length === 0 ? nothing : { ...nothing, taints };
}

/** By container: a table with hundreds of entries is asked again at each of its uses. Values never change. */
const flattened = new WeakMap<Value, readonly Taint[]>();
const elements = new WeakMap<Value, Value>();

/** A value's own taints and those of what it contains. */
export function flatTaints(value: Value): readonly Taint[] {
  if (!value.items && !value.fields) return value.taints;
  const known = flattened.get(value);
  if (known) return known;
  const taints = gatheredTaints(value);
  flattened.set(value, taints);
  return taints;
}

/** Any one of a container's elements: all of them joined. */
export function anyElement(container: Value): Value {
  const known = elements.get(container);
  if (known) return known;
  const all = [...(container.items ?? []), ...(container.fields?.values() ?? [])];
  const joined = all.reduce<Value>((some, item) => join(some, item), all[0] ?? nothing);
  elements.set(container, joined);
  return joined;
}

function gatheredTaints(value: Value): readonly Taint[] {
  let taints = value.taints;
  for (const item of value.items ?? []) taints = mergeTaints(taints, flatTaints(item));
  for (const item of value.fields?.values() ?? []) taints = mergeTaints(taints, flatTaints(item));
  return taints;
}

/** The value made safe for some sinks. */
export function sanitise(value: Value, mask: SafetyMask): Value {
  const taints = flatTaints(value).map((taint) => ({ ...taint, safeFor: taint.safeFor | mask }));
  if (mask === safeForAll) return { ...nothing, taints, path: value.path };
  return { ...value, items: null, fields: null, taints, clues: null };
}

/** Adds a step to every origin's way; unknown origins keep none. */
export function passThrough(value: Value, node: SyntaxNode, message: string): Value {
  if (value.taints.every((taint) => taint.kind === 'unknown')) return value;
  return {
    ...value,
    taints: value.taints.map((taint) => {
      if (taint.kind === 'unknown' || taint.steps.length >= maximumSteps) return taint;
      const last = taint.steps.at(-1);
      if (last && last.node.start === node.start) return taint;
      return { ...taint, steps: [...taint.steps, { node, message }] };
    }),
  };
}

function mergeTaints(left: readonly Taint[], right: readonly Taint[]): readonly Taint[] {
  if (right.length === 0 || left === right) return left;
  if (left.length === 0) return right;
  // Copied only when there is something to change: most merges find the same origins on both sides.
  let merged: Taint[] | null = null;
  for (const taint of right) {
    const known = merged ?? left;
    const twin = known.findIndex((other) => other.kind === taint.kind && other.steps[0]?.node === taint.steps[0]?.node);
    const found = known[twin];
    if (found && (found.safeFor & taint.safeFor) === found.safeFor) continue;
    merged ??= [...left];
    if (found) merged[twin] = { ...taint, safeFor: found.safeFor & taint.safeFor };
    else merged.push(taint);
  }
  if (!merged) return left;
  if (merged.length <= maximumTaints) return merged;
  return merged
    .sort((a, b) => originKinds.indexOf(a.kind) - originKinds.indexOf(b.kind) || bits(a.safeFor) - bits(b.safeFor))
    .slice(0, maximumTaints);
}

function bits(mask: SafetyMask): number {
  let count = 0;
  for (let rest = mask; rest !== 0; rest &= rest - 1) count += 1;
  return count;
}

function union(left: readonly Constant[], right: readonly Constant[]): readonly Constant[] | null {
  const all = [...new Set([...left, ...right])];
  return all.length <= maximumConstants ? all : null;
}

function commonPrefix(left: Value, right: Value): string {
  const a = textPrefix(left);
  const b = textPrefix(right);
  let length = 0;
  while (length < a.length && a[length] === b[length]) length += 1;
  return a.slice(0, length);
}

/** Known first characters of a value as text. */
export function textPrefix(value: Value): string {
  const single = only(value);
  return typeof single === 'string' ? single : value.prefix;
}

function joinItems(
  left: readonly Value[] | null,
  right: readonly Value[] | null,
  depth: number,
): readonly Value[] | null {
  if (left === right) return left;
  if (!left || !right || left.length !== right.length)
    return left && right ? [joinAll([...left, ...right], depth + 1)] : (left ?? right);
  return left.map((item, index) => join(item, right[index] ?? nothing, depth + 1));
}

function joinAll(values: readonly Value[], depth: number): Value {
  return values.reduce((all, value) => join(all, value, depth), values[0] ?? nothing);
}

function joinFields(
  left: ReadonlyMap<string, Value> | null,
  right: ReadonlyMap<string, Value> | null,
  depth: number,
): ReadonlyMap<string, Value> | null {
  if (!left || !right) return left ?? right;
  if (left === right) return left;
  // Copied only when there is something to change: most objects are the same on both ways.
  let fields: Map<string, Value> | null = null;
  for (const [key, value] of right) {
    const mine = left.get(key);
    const joined = mine ? join(mine, value, depth + 1) : value;
    if (joined !== mine) (fields ??= new Map(left)).set(key, joined);
  }
  return fields ?? left;
}
