import type { Expression } from '../flow/core-tree.js';
import type { SyntaxNode } from '../tree/syntax-tree.js';
import { type Cell, exactly, NOT_NULL, NULL } from './cell.js';
import { isAddress, type MemoryContext, placeKey, plainCallee } from './memory-context.js';
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
    compare(context, state, condition.left, right, operator);
    compare(context, state, condition.right, left, mirrored[operator] ?? '');
    return state;
  }
  const cell = context.evaluate(condition, state);
  const known = exactly(cell);
  if (known !== null && cell.heap.length === 0 && (known !== 0) !== truth) return null;
  const subject = condition.type === 'assign' ? condition.target : condition;
  const place = placeKey(subject);
  if (place !== null) {
    askedTooLate(context, subject, cell, condition);
    refineTruth(state, place, truth);
  }
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
function compare(context: MemoryContext, state: MemoryState, subject: Expression, other: Cell, operator: string): void {
  const place = subject.type === 'assign' ? subject.target : subject;
  const moved = shifted(context, place, state);
  if (moved) {
    const limit = { ...other, nullness: 0, low: other.low + moved.by, high: other.high + moved.by };
    compare(context, state, moved.base, limit, operator);
    return;
  }
  const key = placeKey(place) ?? lengthKey(place);
  if (key === null) return;
  const cell = cellOf(state, key);
  const value = exactly(other);
  const isDescriptor = cell.heap[0]?.family === 'descriptor';
  if (other.nullness === NULL && (operator === '==' || operator === '!=') && !isDescriptor) {
    askedTooLate(context, place, cell, subject);
    refineTruth(state, key, operator === '!=');
    return;
  }
  // `fd < 0`, `fd == -1`, `fd == INVALID_SOCKET`: it was never opened.
  const failed =
    (operator === '==' && (value === -1 || (value === null && isDescriptor))) ||
    (operator === '<' && value === 0) ||
    (operator === '<=' && value === -1);
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

/** `n - 4 > limit` says of n what `n > limit + 4` says. */
function shifted(
  context: MemoryContext,
  place: Expression,
  state: MemoryState,
): { readonly base: Expression; readonly by: number } | null {
  const isDifference = place.type === 'binary' && place.operator === '-';
  const [base, amount] = isDifference
    ? [place.left, place.right]
    : place.type === 'sum' && place.parts.length === 2
      ? place.parts
      : [];
  if (!base || !amount || placeKey(base) === null) return null;
  const by = exactly(context.evaluate(amount, state));
  return by === null ? null : { base, by: isDifference ? by : -by };
}

/** What only gives the pointer back if there is one asks for form's sake. */
const givesBack = /^\s*\)?\s*\{?\s*(\w*free\w*|delete|f?close\w*|\w*_(destroy|release|unref|put|cleanup)\w*)\b/i;

/** A pointer that was followed before it is asked whether it is null. */
function askedTooLate(context: MemoryContext, place: Expression, cell: Cell, condition: Expression): void {
  if (cell.followedAt === null || place.type !== 'name' || isAddress(place)) return;
  const type = context.typeOf(place.name);
  if (!type || type.pointers === 0 || type.dimensions.length > 0) return;
  // A macro in front of a block may be a loop.
  if (/\b[A-Z][A-Z0-9_]{2,40}\s?\([^;{}]{0,120}\)\s?\{/.test(context.functionText())) return;
  const { source } = context.tree;
  const statement = enclosing(condition.node);
  if (!statement || givesBack.test(source.slice(statement.end, statement.end + 80))) return;
  const line = context.tree.position(condition.node.start).line;
  context.report(
    'asked-too-late',
    cell.followedAt,
    `${place.name} is followed here, and only line ${line} asks whether it is null. Ask before.`,
  );
}

/** The condition of an `if` that an expression belongs to; null in loops and macros, which ask for other reasons. */
function enclosing(node: SyntaxNode): SyntaxNode | null {
  let place: SyntaxNode | null = node;
  for (let steps = 0; place && steps < 8; steps += 1) {
    if (place.parent?.kind === 'if_statement') return place;
    if (place.kind === 'call_expression' || place.kind.endsWith('_statement')) return null;
    place = place.parent;
  }
  return null;
}

/** `strlen(s)` and `s.size()` are places of their own: whoever asks for them bounds the text. */
export function lengthKey(expression: Expression): string | null {
  if (expression.type !== 'call') return null;
  const { callee, args } = expression;
  if (callee.type === 'member' && /^(size|length)$/.test(callee.property) && args.length === 0) {
    const holder = placeKey(callee.object);
    return holder === null ? null : `strlen(${holder})`;
  }
  if (!/^(strlen|strnlen|wcslen)$/.test(plainCallee(callee) ?? '')) return null;
  const argument = args[0]?.value;
  const key = argument ? textKey(argument) : null;
  return key === null ? null : `strlen(${key})`;
}

/** The variable that holds a text: `s`, and s of `s.c_str()`. */
export function textKey(expression: Expression): string | null {
  const { type } = expression;
  if (type === 'call' && expression.callee.type === 'member' && /^(c_str|data)$/.test(expression.callee.property))
    return placeKey(expression.callee.object);
  return placeKey(expression);
}
