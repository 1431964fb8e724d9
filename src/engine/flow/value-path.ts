import type { Constant, Expression } from './core-tree.js';
import type { FlowContext } from './flow-context.js';
import { tainted, type Value } from './value.js';

/** Longest dotted path that is kept. */
const maximumPath = 160;

/** Adds the origin that a value's path stands for, unless it has one. */
export function sourced(context: FlowContext, value: Value, node: Expression['node'] | null = null): Value {
  const path = value.path;
  if (path === null || !node) return value;
  const source = context.model.sourceOf(path);
  if (!source || value.taints.some((taint) => taint.kind === source.kind)) return value;
  return { ...value, constants: null, taints: tainted(source.kind, node, source.message).taints };
}

/** Joins a path and a further step, within bounds. */
export function extendPath(path: string | null, step: string): string | null {
  if (path === null) return null;
  return path.length + step.length > maximumPath ? path : path + step;
}

const hostProperties: ReadonlySet<string> = new Set(['hostname', 'host', 'netloc', 'origin', 'Host', 'Authority']);

/** Which variable's URL a host property tells about. */
export function hostOf(object: Expression, holder: Value, property: string): string | null {
  if (!hostProperties.has(property)) return null;
  if (holder.hostOf) return holder.hostOf;
  return object.type === 'name' ? object.name : null;
}

export function selfName(expression: Expression): boolean {
  return expression.type === 'name' && (expression.name === 'this' || expression.name === 'self');
}

/** The element of a container under a constant key, or undefined when it is not known. */
export function element(holder: Value, key: Constant): Value | undefined {
  if (typeof key === 'number' && holder.items) return holder.items[key < 0 ? holder.items.length + key : key];
  if (holder.taints.length > 0) return undefined;
  return holder.fields?.get(String(key));
}
