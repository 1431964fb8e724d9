import type { Expression } from '../core-tree.js';
import { fullMatches } from './match-mask.js';
import { calledName } from './prove.js';

/** Calls that search a text for a pattern. */
export const searches: ReadonlySet<string> = new Set(['match', 'match?', 'test', 'search']);

/** `re.match(…) is None`, `pattern.exec(x) != null`. */
export function isSearch(expression: Expression): boolean {
  return (
    expression.type === 'call' && (searches.has(calledName(expression)) || fullMatches.has(calledName(expression)))
  );
}

export function isMinusOne(expression: Expression): boolean {
  return (
    (expression.type === 'literal' && expression.value === -1) ||
    (expression.type === 'unary' &&
      expression.operator === '-' &&
      expression.operand.type === 'literal' &&
      expression.operand.value === 1)
  );
}

export function isFalse(expression: Expression): boolean {
  return expression.type === 'literal' && expression.value === false;
}

/** `x` of `PATTERN.matcher(x)`, whose `matches()` asks the whole text; any other receiver is the text itself. */
export function matchedText(receiver: Expression | null): Expression | null {
  if (receiver?.type !== 'call' || calledName(receiver) !== 'matcher') return receiver;
  return receiver.args[0]?.value ?? receiver;
}

/** `Object.hasOwn(table, key)` and `Object.prototype.hasOwnProperty.call(table, key)`. */
export function ownPropertyOf(
  call: Expression & { type: 'call' },
): { readonly holder: Expression; readonly key: Expression } | null {
  const { callee } = call;
  const [holder, key] = call.args;
  if (callee.type !== 'member' || !holder || !key) return null;
  const isOwn = callee.property === 'hasOwn' && callee.object.type === 'name' && callee.object.name === 'Object';
  const isCalled =
    callee.property === 'call' && callee.object.type === 'member' && callee.object.property === 'hasOwnProperty';
  return isOwn || isCalled ? { holder: holder.value, key: key.value } : null;
}
