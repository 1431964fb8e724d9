import type { Expression } from '../flow/core-tree.js';
import { type Cell, exactly, NOT_NULL, numberCell, unknownCell } from './cell.js';
import type { MemoryContext } from './memory-context.js';
import type { MemoryState } from './memory-state.js';

/** `a + b`, and `p + n`, which points into what p points to. */
export function plus(left: Cell, right: Cell): Cell {
  const pointer = isPointer(left) ? left : isPointer(right) ? right : null;
  if (pointer) return { ...pointer, bytes: null, textLength: null, sizedBy: null, unchecked: pointer.unchecked };
  const chooser =
    left.chooser === 'outside' || right.chooser === 'outside' ? 'outside' : (left.chooser ?? right.chooser);
  const low = left.low + right.low;
  const high = left.high + right.high;
  return {
    ...unknownCell,
    low: Number.isNaN(low) ? -Infinity : low,
    high: Number.isNaN(high) ? Infinity : high,
    chooser,
    checkedHigh: (left.checkedHigh || left.chooser === null) && (right.checkedHigh || right.chooser === null),
    checkedLow: (left.checkedLow || left.chooser === null) && (right.checkedLow || right.chooser === null),
    unsigned: left.unsigned || right.unsigned,
    lengthOf: null,
  };
}

function isPointer(cell: Cell): boolean {
  return cell.heap.length > 0 || cell.storage !== null || cell.life !== 0 || cell.bytes !== null;
}

/** A divisor from outside must not be zero. */
function checkDivisor(context: MemoryContext, expression: Expression & { type: 'binary' }, divisor: Cell): void {
  if (divisor.chooser !== 'outside' || divisor.low > 0 || divisor.high < 0 || divisor.nullness === NOT_NULL) return;
  const type = expression.right.type === 'name' ? context.typeOf(expression.right.name) : undefined;
  if (type && /\b(float|double)\b/.test(type.base)) return;
  context.report(
    'zero-division',
    expression.node,
    `Somebody outside chooses ${context.tree.text(expression.right.node).slice(0, 40)}, and zero ends the program here. Check it before.`,
  );
}

/** The value of an operator on two values: ranges of numbers, and pointers moved. */
export function binaryCell(
  context: MemoryContext,
  expression: Expression & { type: 'binary' },
  state: MemoryState,
): Cell {
  const { operator } = expression;
  const left = context.evaluate(expression.left, state);
  if (/^(&&|\|\||and|or)$/.test(operator)) {
    const way = context.assume(expression.left, state, operator === '&&' || operator === 'and');
    if (way) context.evaluate(expression.right, way);
    return { ...unknownCell, low: 0, high: 1 };
  }
  const right = context.evaluate(expression.right, state);
  if (operator === '/' || operator === '%') checkDivisor(context, expression, right);
  const a = exactly(left);
  const b = exactly(right);
  const chooser =
    left.chooser === 'outside' || right.chooser === 'outside' ? 'outside' : (left.chooser ?? right.chooser);
  const checks = {
    checkedHigh: (left.checkedHigh || left.chooser === null) && (right.checkedHigh || right.chooser === null),
    checkedLow: (left.checkedLow || left.chooser === null) && (right.checkedLow || right.chooser === null),
    unsigned: left.unsigned || right.unsigned,
  };
  switch (operator) {
    case '-':
      if (isPointer(right)) return unknownCell;
      if (left.heap.length > 0 || left.storage !== null) return { ...left, bytes: null, textLength: null };
      return { ...unknownCell, ...checks, chooser, low: left.low - right.high, high: left.high - right.low };
    case '*':
      if (a !== null && b !== null) return numberCell(a * b);
      return {
        ...unknownCell,
        ...checks,
        chooser,
        low: left.low >= 0 && right.low >= 0 ? left.low * right.low || 0 : -Infinity,
        high:
          left.low >= 0 && right.low >= 0 && Number.isFinite(left.high) && Number.isFinite(right.high)
            ? left.high * right.high
            : Infinity,
      };
    case '/':
      return a !== null && b !== null && b !== 0
        ? numberCell(Math.trunc(a / b))
        : { ...unknownCell, ...checks, chooser, low: left.low >= 0 ? 0 : -Infinity, high: left.high };
    case '%':
      if (b === null || b <= 0) return { ...unknownCell, chooser: null };
      return {
        ...unknownCell,
        low: left.low >= 0 || left.unsigned || left.chooser === null ? 0 : 1 - b,
        high: b - 1,
        chooser: null,
      };
    case '&':
      if (b !== null && b >= 0) return { ...unknownCell, low: 0, high: b, chooser: null };
      return { ...unknownCell, ...checks, chooser };
    case '>>':
      return b !== null && left.low >= 0
        ? { ...unknownCell, low: 0, high: Math.floor(left.high / 2 ** b), chooser, ...checks }
        : { ...unknownCell, chooser, ...checks };
    case '<<':
      return a !== null && b !== null ? numberCell(a * 2 ** b) : { ...unknownCell, chooser, ...checks };
    case '<':
    case '>':
    case '<=':
    case '>=':
    case '==':
    case '!=':
      return { ...unknownCell, low: 0, high: 1 };
    default:
      return { ...unknownCell, chooser, ...checks };
  }
}
