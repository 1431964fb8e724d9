import type { Expression } from '../flow/core-tree.js';
import { type Cell, exactly, NOT_NULL, NULL } from './cell.js';
import { type MemoryContext, placeKey } from './memory-context.js';
import { cellOf, MemoryState } from './memory-state.js';

const opposite: Readonly<Record<string, string>> = {
  '<': '>=',
  '<=': '>',
  '>': '<=',
  '>=': '<',
  '==': '!=',
  '!=': '==',
};
const mirrored: Readonly<Record<string, string>> = {
  '<': '>',
  '<=': '>=',
  '>': '<',
  '>=': '<=',
  '==': '==',
  '!=': '!=',
};

/** Evaluates a condition, and gives the state in which it turned out `truth`; null when it cannot. */
export function assumeCondition(
  context: MemoryContext,
  condition: Expression,
  given: MemoryState,
  truth: boolean,
): MemoryState | null {
  if (condition.type === 'unary' && (condition.operator === '!' || condition.operator === 'not')) {
    return context.assume(condition.operand, given, !truth);
  }
  if (condition.type === 'binary' && /^(&&|\|\||and|or)$/.test(condition.operator)) {
    const both = condition.operator === '&&' || condition.operator === 'and';
    const first = context.assume(condition.left, given, both);
    if (both === truth) return first ? context.assume(condition.right, first, truth) : null;
    const short = context.assume(condition.left, given, truth);
    const long = first ? context.assume(condition.right, first, truth) : null;
    const ways = [short, long].filter((way) => way !== null);
    return ways.length === 0 ? null : MemoryState.join(ways, -1);
  }
  const state = given.fork();
  if (condition.type === 'binary' && opposite[condition.operator] !== undefined) {
    const left = context.evaluate(condition.left, state);
    const right = context.evaluate(condition.right, state);
    const operator = truth ? condition.operator : (opposite[condition.operator] ?? '');
    if (isImpossible(left, right, operator)) return null;
    compare(state, condition.left, right, operator);
    compare(state, condition.right, left, mirrored[operator] ?? '');
    return state;
  }
  const cell = context.evaluate(condition, state);
  const known = exactly(cell);
  if (known !== null && cell.heap.length === 0 && (known !== 0) !== truth) return null;
  const subject = condition.type === 'assign' ? condition.target : condition;
  const place = placeKey(subject);
  if (place !== null) refineTruth(state, place, truth);
  return state;
}

function isImpossible(left: Cell, right: Cell, operator: string): boolean {
  const a = exactly(left);
  const b = exactly(right);
  if (a === null || b === null || left.heap.length + right.heap.length > 0) return false;
  return !holds(a, b, operator);
}

function holds(a: number, b: number, operator: string): boolean {
  switch (operator) {
    case '<':
      return a < b;
    case '<=':
      return a <= b;
    case '>':
      return a > b;
    case '>=':
      return a >= b;
    case '==':
      return a === b;
    default:
      return a !== b;
  }
}

/** `if (p)`, `if (n)`: not null, not zero. */
function refineTruth(state: MemoryState, key: string, truth: boolean): void {
  const cell = cellOf(state, key);
  const zero = !truth && cell.heap.length === 0 && cell.nullness === 0 ? { low: 0, high: 0 } : {};
  state.set(key, { ...cell, ...zero, nullness: truth ? NOT_NULL : NULL, unchecked: false, metAt: -1 });
  if (!truth) state.neverMade(cell);
}

/** What `subject operator other` says of the subject. */
function compare(state: MemoryState, subject: Expression, other: Cell, operator: string): void {
  const place = subject.type === 'assign' ? subject.target : subject;
  const key = placeKey(place) ?? lengthKey(place);
  if (key === null) return;
  const cell = cellOf(state, key);
  const value = exactly(other);
  const isDescriptor = cell.heap[0]?.family === 'descriptor';
  if (other.nullness === NULL && (operator === '==' || operator === '!=') && !isDescriptor) {
    refineTruth(state, key, operator === '!=');
    return;
  }
  // `fd < 0`, `fd == -1`: it was never opened.
  const failed =
    (operator === '==' && value === -1) || (operator === '<' && value === 0) || (operator === '<=' && value === -1);
  if (failed) state.neverMade(cell);
  const next = bounded({ ...cell, unchecked: false }, other, operator);
  state.set(key, next);
  if (cell.lengthOf !== null) state.set(cell.lengthOf, bounded(cellOf(state, cell.lengthOf), other, operator));
}

function bounded(cell: Cell, other: Cell, operator: string): Cell {
  const isHigh = operator === '<' || operator === '<=';
  const isLow = operator === '>' || operator === '>=';
  const strict = operator === '<' || operator === '>' ? 1 : 0;
  if (isHigh) {
    // Whoever is compared with a number from outside is not bounded by it.
    const vain = other.chooser === 'outside' && !other.checkedHigh && !Number.isFinite(other.high);
    const high = Math.min(cell.high, other.high - strict);
    return {
      ...cell,
      high: Number.isNaN(high) ? cell.high : high,
      checkedHigh: cell.checkedHigh || !vain,
      checkedLow: cell.checkedLow || other.unsigned,
    };
  }
  if (isLow) {
    const low = Math.max(cell.low, other.low + strict);
    return { ...cell, low: Number.isNaN(low) ? cell.low : low, checkedLow: true };
  }
  if (operator === '==') {
    return {
      ...cell,
      low: Math.max(cell.low, other.low),
      high: Math.min(cell.high, other.high),
      checkedHigh: true,
      checkedLow: true,
    };
  }
  const value = exactly(other);
  if (value === null) return { ...cell, checkedHigh: true };
  if (value === cell.low) return { ...cell, low: cell.low + 1 };
  if (value === cell.high) return { ...cell, high: cell.high - 1 };
  // What is stopped at one number inside its range is bounded by that, which a range cannot say.
  return value > cell.low && value < cell.high ? { ...cell, high: Infinity, chooser: null } : cell;
}

/** `strlen(s)` is a place of its own: whoever asks for it bounds the text. */
export function lengthKey(expression: Expression): string | null {
  if (
    expression.type !== 'call' ||
    expression.callee.type !== 'name' ||
    !/^(strlen|strnlen|wcslen)$/.test(expression.callee.name)
  )
    return null;
  const argument = expression.args[0]?.value;
  const key = argument ? placeKey(argument) : null;
  return key === null ? null : `strlen(${key})`;
}
