import type { FlowContext } from '../flow-context.js';
import type { Callee } from './call-targets.js';
import { constant, only, type Value } from '../value.js';

/** Longest text that is made so. */
const longest = 256;
/** How long a block is, where only its name is known: any length shows that it is fixed. */
const blockLength = 16;

/** A text of one piece, again and again: Python's `bytes(16)`, PHP's `str_repeat("\0", 16)`; null for anything else. */
export function repeatedText(context: FlowContext, { name, receiver }: Callee, args: readonly Value[]): Value | null {
  if (receiver) return null;
  const { language } = context.tree;
  const [first, second] = args;
  if (language === 'python' && (name === 'bytes' || name === 'bytearray') && first && !second)
    return repeated('\0', lengthOf(first));
  if (language === 'php' && name === 'str_repeat' && first && second) return repeated(only(first), lengthOf(second));
  return null;
}

/** `b"\0" * 16`; null where it is no such thing. */
export function repeatedBy(context: FlowContext, operator: string, left: Value, right: Value): Value | null {
  const { language } = context.tree;
  if (operator !== '*' || (language !== 'python' && language !== 'ruby')) return null;
  return repeated(only(left), lengthOf(right));
}

function lengthOf(value: Value): number | undefined {
  const known = only(value);
  if (typeof known === 'number') return known;
  return value.path !== null && /\.block_size$|openssl_cipher_iv_length\(\)$/.test(value.path)
    ? blockLength
    : undefined;
}

function repeated(text: unknown, times: number | undefined): Value | null {
  if (typeof text !== 'string' || text === '' || times === undefined || times < 1) return null;
  return constant(text.repeat(Math.min(times, Math.ceil(longest / text.length))).slice(0, longest));
}
