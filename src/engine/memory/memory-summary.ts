import type { FunctionUnit } from '../flow/core-tree.js';
import type { SyntaxNode, SyntaxTree } from '../tree/syntax-tree.js';
import { type Allocation, type Cell, ESCAPED, FREED, LIVE, NULL } from './cell.js';
import type { Summary } from './memory-context.js';
import type { MemoryState } from './memory-state.js';
import type { CType } from './sizes.js';

/** What is known of the function under way. */
export interface Activation {
  readonly fn: FunctionUnit;
  readonly types: Map<string, CType>;
  readonly given: readonly Allocation[];
  readonly ends: { readonly state: MemoryState; readonly value: Cell | null }[];
  readonly allocations: Map<SyntaxNode, Allocation>;
  /** Allocations that some way gives back. */
  readonly freed: Set<Allocation>;
  /** Locks that some way out still holds: a fault when another way gives them back. */
  readonly held: { readonly made: Allocation; readonly place: SyntaxNode }[];
}

/** Whether a function gives an address: a string made of a local array is a copy. */
export function returnsAddress(tree: SyntaxTree, fn: SyntaxNode | undefined): boolean {
  const declarator = fn?.children.find((child) => child.field === 'declarator');
  if (!fn || !declarator) return false;
  const head = tree.source.slice(fn.start, declarator.start);
  return /^(pointer|reference)_declarator$/.test(declarator.kind) || /\b(string_view|span)\b|\*\s*$/.test(head);
}

/** What a function does to what it is given, from all its ways out. */
export function summaryFrom(frame: Activation): Summary {
  const { ends, given } = frame;
  const at = (index: number, bit: number): number =>
    ends.filter((end) => given[index] && (end.state.bits(given[index]) & bit) !== 0).length;
  const freed = new Set<number>();
  const maybeFreed = new Set<number>();
  const kept = new Set<number>();
  given.forEach((made, index) => {
    const some = at(index, FREED);
    const all = ends.every((end) => (end.state.bits(made) & FREED) !== 0 && (end.state.bits(made) & LIVE) === 0);
    if (some > 0 && all && ends.length > 0) freed.add(index);
    else if (some > 0) maybeFreed.add(index);
    if (at(index, ESCAPED) > 0) kept.add(index);
  });
  const values = ends.map((end) => end.value).filter((value) => value !== null);
  const made = values.filter((value) => value.heap.length > 0 && value.heap.every((one) => !one.given));
  const [first] = made;
  const others = values.filter((value) => !made.includes(value) && value.nullness !== NULL);
  const family = first?.heap[0]?.family;
  const makes =
    first && family && others.length === 0
      ? { family, unchecked: values.some((value) => value.nullness === NULL || value.unchecked) }
      : null;
  return { freed, maybeFreed, kept, makes, returns: ends.length > 0 };
}
