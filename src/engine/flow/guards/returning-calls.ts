import type { Expression } from '../core-tree.js';
import type { Environment } from '../evaluation/environment.js';
import type { FlowContext } from '../flow-context.js';
import { calledFunction, proveByFunction } from './function-proofs.js';
import { calledName, prove } from './prove.js';
import { safeForAll, safetyMask } from '../sink-class.js';

const pathMask = safetyMask(['path']);
/** How a check of the program's own says no. */
const refuses = /\b(raise|throw|abort|exit|die|assert|fail|halt|panic)\b/;

/**
 * What follows from a statement's call having returned at all: `int(x)` would have thrown on anything but a number,
 * `path.relative_to(root)` on a path outside, and `check(x)` of this file on what it refuses.
 */
export function proveByReturning(context: FlowContext, statement: Expression, environment: Environment): void {
  let call = statement;
  while (call.type === 'assign') call = call.value;
  if (call.type !== 'call') return;
  const name = calledName(call);
  const [first] = call.args;
  if (name === 'relative_to' && call.callee.type === 'member') {
    if (context.evaluate(call.callee.object, environment).normalised)
      prove(context, call.callee.object, environment, pathMask);
    return;
  }
  if (first && call.args.length === 1 && isConverter(context, call, name)) {
    prove(context, first.value, environment, safeForAll);
    return;
  }
  if (call.args.length === 0 || call.construct) return;
  const fn = calledFunction(context, call, environment);
  if (fn && refuses.test(context.treeOf(fn).text(fn.node))) proveByFunction(context, call, fn, environment, null);
}

function isConverter(context: FlowContext, call: Expression & { type: 'call' }, name: string): boolean {
  const { converters } = context.model;
  const owner = call.callee.type === 'member' && call.callee.object.type === 'name' ? call.callee.object.name : null;
  return owner === null ? converters.has(name) : converters.has(`${owner}.${name}`);
}
