import type { SyntaxNode } from '../tree/syntax-tree.js';
import type { Expression, FunctionUnit } from './core-tree.js';
import type { Value } from './value.js';

/** What is known of few values: kept in an object of its own, so that all the others stay small. */
export interface Clues {
  /** The condition whose answer this is: `const ok = allowed.has(x)`. */
  readonly asked: Asked | null;
  /** What the function that this comes from can answer, where its answers tell more than all of them joined. */
  readonly answers: Answers | null;
  /** Which part of such an answer this is: `ok` of `ok, name = parse(text)`. */
  readonly part: string | null;
  /** Further functions that this can be, besides `fn`. */
  readonly functions: readonly FunctionUnit[];
  /** The keys of a map that are not written out: null when all are, or none is known. */
  readonly keys: Value | null;
}

export interface Asked {
  readonly condition: Expression;
  /** By name: the variables of the condition as they were. */
  readonly about: ReadonlyMap<string, Value | undefined>;
}

export interface Answers {
  /** The call; what several variables hold of it belongs together. */
  readonly call: SyntaxNode | null;
  readonly values: readonly Value[];
}

const none: Clues = { asked: null, answers: null, part: null, functions: [], keys: null };

export function withClues(value: Value, clues: Partial<Clues>): Value {
  return { ...value, clues: { ...(value.clues ?? none), ...clues } };
}

/** Functions beyond these are not told apart. */
const mostFunctions = 8;

/** Either of two values' clues: each may be one of the functions of both; what else is known of one only is not. */
export function joinClues(left: Value, right: Value, join: (left: Value, right: Value) => Value): Clues | null {
  const first = left.clues ?? none;
  const second = right.clues ?? none;
  if (first === second)
    return left.fn !== null && right.fn !== null && left.fn !== right.fn
      ? { ...none, functions: [right.fn] }
      : left.clues;
  const fns = [left.fn, ...first.functions, right.fn, ...second.functions].filter((fn) => fn !== null);
  const functions = [...new Set(fns)].slice(1, mostFunctions);
  const keys = first.keys && second.keys ? join(first.keys, second.keys) : (first.keys ?? second.keys);
  const asked = first.asked === second.asked ? first.asked : null;
  const isSame = first.answers === second.answers && first.part === second.part;
  if (functions.length === 0 && keys === null && asked === null && !isSame) return null;
  return { asked, answers: isSame ? first.answers : null, part: isSame ? first.part : null, functions, keys };
}

/** All functions that a value can be. */
export function functionsOf(value: Value | null | undefined): readonly FunctionUnit[] {
  if (!value?.fn) return [];
  return value.clues ? [value.fn, ...value.clues.functions] : [value.fn];
}
