import type { Expression } from '../flow/core-tree.js';
import type { SyntaxNode, SyntaxTree } from '../tree/syntax-tree.js';
import type { Allocation, Cell, Family } from './cell.js';
import type { MemoryState } from './memory-state.js';
import type { Constants, CType } from './sizes.js';

/** What can be wrong with memory; each is a rule's option (rules/c/memory). */
export type FaultKind =
  | 'use-after-free'
  | 'double-free'
  | 'leak'
  | 'handle-leak'
  | 'lost-by-realloc'
  | 'null-dereference'
  | 'unchecked-null'
  | 'uninitialised'
  | 'index-out-of-bounds'
  | 'unchecked-index'
  | 'overflow'
  | 'unbounded-copy'
  | 'unchecked-length'
  | 'negative-length'
  | 'over-read'
  | 'size-overflow'
  | 'short-allocation'
  | 'pointer-size'
  | 'stack-address'
  | 'mismatched-free'
  | 'bad-free'
  | 'unchecked-size'
  | 'zero-division'
  | 'lock-kept'
  | 'unchecked-result'
  | 'asked-too-late';

/** What a function of the file does to what it is given, and what it gives back. */
export interface Summary {
  /** Parameters that it gives back on every way, on some, and those it keeps. */
  readonly freed: ReadonlySet<number>;
  readonly maybeFreed: ReadonlySet<number>;
  readonly kept: ReadonlySet<number>;
  /** What it makes and returns. */
  readonly makes: { readonly family: Family; readonly unchecked: boolean } | null;
  readonly returns: boolean;
}

/** What the parts of the memory analysis ask of each other. */
export interface MemoryContext {
  readonly tree: SyntaxTree;
  readonly constants: Constants;
  /** Types of the fields of the file's structures, by the field's name. */
  readonly fields: ReadonlyMap<string, CType | null>;
  /** Level of statements under way: the function's own are 0. */
  readonly level: number;
  report(kind: FaultKind, node: SyntaxNode, message: string): void;
  evaluate(expression: Expression, state: MemoryState): Cell;
  /** The state in which a condition is `truth`; null when it cannot be. */
  assume(condition: Expression, state: MemoryState, truth: boolean): MemoryState | null;
  typeOf(name: string): CType | undefined;
  isParameter(name: string): boolean;
  /** True for a variable of the function under way. */
  isLocal(name: string): boolean;
  /** Null when the function is not of this file, or is under way itself. */
  summary(name: string): Summary | null;
  /** Someone's code ran that may never come back. */
  noteUnknownCall(): void;
  noteFreed(cell: Cell): void;
  /** The text of the function under way. */
  functionText(): string;
  allocation(node: SyntaxNode, family: Family): Allocation;
}

/** The variable or path that an expression names (`p`, `s->buf`, `this->x`), or null. Casts and brackets do not count. */
export function placeKey(expression: Expression): string | null {
  let place = expression;
  let path = '';
  for (let steps = 0; steps < 4; steps += 1) {
    if (isAddress(place)) return null;
    if (place.type === 'name') return place.name + path;
    if (place.type !== 'member') return null;
    path = `.${place.property}${path}`;
    place = place.object;
  }
  return null;
}

/** Whether two places are in branches of the preprocessor of which only one is compiled. */
export function areAlternatives(one: SyntaxNode | null, other: SyntaxNode): boolean {
  for (let place = one, steps = 0; place && steps < 64; place = place.parent, steps += 1) {
    if (!place.kind.startsWith('preproc_')) continue;
    const holds = (node: SyntaxNode): boolean => node.start <= other.start && other.end <= node.end;
    if (!holds(place)) {
      const { parent } = place;
      if (place.field === 'alternative' && parent && holds(parent)) return true;
      continue;
    }
    const alternative = place.children.find((child) => child.field === 'alternative');
    if (alternative && holds(alternative)) return true;
  }
  return false;
}

/** The name of a function that is called plainly or in `std::`; null for members. */
export function plainCallee(callee: Expression): string | null {
  if (callee.type === 'name') return callee.name;
  const isStandard = callee.type === 'member' && callee.object.type === 'name' && callee.object.name === 'std';
  return isStandard ? callee.property : null;
}

/** `&x`. */
export function isAddress(expression: Expression): boolean {
  const { node } = expression;
  // Also `(LPVOID)&x`, which is read as an operation.
  return /^(pointer|binary)_expression$/.test(node.kind) && expression.type !== 'binary' && operatorOf(node) === '&';
}

/** The sign of a pointer, field, unary or update expression. */
export function operatorOf(node: SyntaxNode): string {
  return node.children.find((child) => child.field === 'operator')?.kind ?? '';
}
