import type { Argument, Expression } from '../core-tree.js';
import type { FlowContext } from '../flow-context.js';
import type { Environment } from '../evaluation/environment.js';
import { isChosenOutside } from './membership.js';
import { safeForAll, type SafetyMask } from '../sink-class.js';
import { blend, sanitise, type Value } from '../value.js';

const filters: ReadonlySet<string> = new Set(['filter', 'takeWhile', 'Where', 'select', 'array_filter']);
const memberships = /^(contains|containsKey|has|includes)$/;

/** `xs.filter(ALLOWED::contains)`, `filter(is_word, xs)`: only what the test lets through; null when it proves nothing. */
export function filteredElements(
  context: FlowContext,
  name: string,
  receiver: Value | null,
  args: readonly Argument[],
  values: readonly Value[],
  environment: Environment,
): Value | null {
  if (!filters.has(name)) return null;
  const place = values.findIndex((value, index) => value.fn !== null || args[index]?.value.type === 'member');
  const test = args[place]?.value;
  // Python names the elements last; elsewhere they are the receiver's.
  const elements = args.length === 2 ? values[place === 0 ? 1 : 0] : receiver;
  if (!test || !elements || elements.taints.length + (elements.items?.length ?? 0) === 0) return null;
  const mask = maskOf(context, test, values[place], blend([elements]), environment);
  return mask === 0 ? null : sanitise(blend([elements]), mask);
}

function maskOf(
  context: FlowContext,
  test: Expression,
  value: Value | undefined,
  element: Value,
  environment: Environment,
): SafetyMask {
  if (test.type === 'member' && memberships.test(test.property))
    return isChosenOutside(context.evaluate(test.object, environment)) ? 0 : safeForAll;
  const exits = value?.fn ? context.exits(value.fn, [element]) : [];
  const ends = exits.flatMap(({ whenTrue }) => (whenTrue ? [whenTrue[0]] : []));
  if (ends.length === 0) return 0;
  return ends.reduce((mask, end) => {
    if (!end || end.constants) return mask;
    return end.taints.reduce((all, taint) => all & taint.safeFor, mask);
  }, safeForAll);
}
