import type { Constant } from '../core-tree.js';
import { unquoted } from './unquoted-escapes.js';
import { constant, nothing, only, textPrefix, type Value, blend } from '../value.js';

/** Longest text that folding makes. */
const maximumText = 4096;

/** The result of an operator on constants, or undefined when it is not one we fold. Semantics common to the languages. */
export function foldBinary(operator: string, left: Constant, right: Constant): Constant | undefined {
  switch (operator) {
    case '==':
    case '===':
    case 'is':
      return left === right;
    case '!=':
    case '!==':
    case 'is not':
      return left !== right;
    case 'in':
      return typeof left === 'string' && typeof right === 'string' ? right.includes(left) : undefined;
    case '+':
      return add(left, right);
  }
  if (typeof left !== 'number' || typeof right !== 'number') return undefined;
  switch (operator) {
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
      return right === 0 ? undefined : left / right;
    case '%':
      return right === 0 ? undefined : left % right;
    case '<':
      return left < right;
    case '>':
      return left > right;
    case '<=':
      return left <= right;
    case '>=':
      return left >= right;
    default:
      return undefined;
  }
}

export function foldUnary(operator: string, operand: Constant): Constant | undefined {
  if (operator === 'not' || operator === '!') return !isTrue(operand);
  if (operator === '-' && typeof operand === 'number') return -operand;
  if (operator === '+' && typeof operand === 'number') return operand;
  return undefined;
}

/** Methods of text that the four languages share under their several names. */
export function foldMethod(name: string, receiver: Constant, args: readonly Constant[]): Constant | undefined {
  if (typeof receiver !== 'string') return undefined;
  const [first, second] = args;
  switch (name) {
    case 'charAt':
      return typeof first === 'number' ? receiver.charAt(first) : undefined;
    case 'toLowerCase':
    case 'lower':
      return receiver.toLowerCase();
    case 'toUpperCase':
    case 'upper':
      return receiver.toUpperCase();
    case 'encode':
    case 'decode':
      return first === undefined || /^(?:utf-?8|ascii|latin-?1)$/i.test(String(first)) ? receiver : undefined;
    case 'trim':
    case 'strip':
    case 'toString':
      return receiver.trim();
    case 'length':
      return receiver.length;
    case 'substring':
    case 'slice':
      if (typeof first !== 'number') return undefined;
      return receiver.slice(first, typeof second === 'number' ? second : undefined);
    case 'concat':
      return typeof first === 'string' ? receiver + first : undefined;
    case 'equals':
      return receiver === first;
    case 'contains':
    case 'includes':
      return typeof first === 'string' ? receiver.includes(first) : undefined;
    case 'startsWith':
    case 'startswith':
      return typeof first === 'string' ? receiver.startsWith(first) : undefined;
    case 'replace':
      return typeof first === 'string' && typeof second === 'string' ? receiver.replaceAll(first, second) : undefined;
    default:
      return undefined;
  }
}

/** Text put together from parts: a constant when all parts are, else the parts' origins. */
export function composeText(parts: readonly Value[]): Value {
  const constants = parts.map(only);
  if (constants.every((part) => part !== undefined)) {
    const text = constants.map(String).join('');
    if (text.length <= maximumText) return constant(text);
  }
  return composed(parts);
}

/** A chain of `+`: numbers add, anything else becomes text. */
export function addAll(parts: readonly Value[]): Value {
  const constants = parts.map(only);
  const sum = constants.reduce<Constant | undefined>((left, right, index) => {
    if (index === 0) return right;
    return left === undefined || right === undefined ? undefined : add(left, right);
  }, undefined);
  if (sum !== undefined) return constant(sum);
  const isText = parts.some((part) => part.prefix !== '' || part.constants?.some((value) => typeof value === 'string'));
  const items = parts.every((part) => part.items) ? parts.flatMap((part) => part.items ?? []) : null;
  return isText ? composed(parts) : { ...blend(parts), composed: parts.some((part) => part.composed), items };
}

function composed(parts: readonly Value[]): Value {
  let prefix = '';
  for (const part of parts) {
    const known = textPrefix(part);
    prefix += known;
    if (only(part) === undefined) break;
  }
  const first = parts[0];
  return {
    ...nothing,
    taints: blend(unquoted(parts)).taints,
    composed: true,
    prefix: prefix.slice(0, 200),
    // What is put behind a resolved folder may climb out of it again.
    normalised:
      (first?.normalised ?? false) && parts.slice(1).every((part) => part.normalised || part.constants !== null),
  };
}

function add(left: Constant, right: Constant): Constant | undefined {
  if (typeof left === 'number' && typeof right === 'number') return left + right;
  if (typeof left !== 'string' && typeof right !== 'string') return undefined;
  const text = String(left) + String(right);
  return text.length <= maximumText ? text : undefined;
}

/** Truth of a constant; `0`, `''` and null are false in all languages that allow them in conditions. */
export function isTrue(value: Constant): boolean {
  return Boolean(value);
}

/** Whether a condition is decided: true, false, or undefined when it can go either way. */
export function decided(value: Value): boolean | undefined {
  if (!value.constants || value.constants.length === 0) return undefined;
  const truths = new Set(value.constants.map(isTrue));
  return truths.size === 1 ? [...truths][0] : undefined;
}
