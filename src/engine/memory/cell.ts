import type { SyntaxNode } from '../tree/syntax-tree.js';

/** One allocation of the program, by the call that makes it. */
export interface Allocation {
  readonly node: SyntaxNode;
  readonly family: Family;
  /** True for what a parameter points to: the caller's, not ours to free. */
  readonly given: boolean;
}

/** What an allocation has to be given back with. */
export type Family = 'malloc' | 'new' | 'new[]' | 'file' | 'descriptor' | 'directory' | 'process' | 'lock';

export const LIVE = 1;
export const FREED = 2;
export const ESCAPED = 4;

export const NULL = 1;
export const NOT_NULL = 2;

/** Who chose a number or a text: somebody outside, the caller, or this code. */
export type Chooser = 'outside' | 'caller' | null;

/** What is known of one variable's value, as a pointer, as a number and as a text. Values never change. */
export interface Cell {
  /** Whether it was ever given a value. */
  readonly assigned: 'yes' | 'no' | 'maybe';
  readonly heap: readonly Allocation[];
  /** LIVE, FREED: of what it points to; 0 when nothing is known. */
  readonly life: number;
  /** NULL, NOT_NULL; 0 when nothing is known. */
  readonly nullness: number;
  /** True when it is null if the call that made it failed, and nobody has asked yet. */
  readonly unchecked: boolean;
  /**
   * Level of statements at which the branches that disagree about this value met; what is used at this level or further
   * out is used whichever way was taken. -1: it must not be asked.
   */
  readonly metAt: number;
  readonly freedAt: SyntaxNode | null;
  /** Where it was followed on every way to here, before anybody asked whether it is null. */
  readonly followedAt: SyntaxNode | null;
  /** Bytes of what it points to, when known. */
  readonly bytes: number | null;
  /** Bytes of one element. */
  readonly step: number | null;
  /** The size as it was written, when it is the length of a text: `strlen(name)`. */
  readonly sizedBy: string | null;
  /** Where it points to: a variable of this function (which dies with it), or something that stays. */
  readonly storage: 'stack' | 'static' | null;
  readonly low: number;
  readonly high: number;
  readonly chooser: Chooser;
  /** Whether the code has asked how large, and how small, the number is. */
  readonly checkedHigh: boolean;
  readonly checkedLow: boolean;
  readonly unsigned: boolean;
  /** The text whose length this number is: `strlen(name)`. */
  readonly lengthOf: string | null;
  /** Length of the text it points to, when it is a literal. */
  readonly textLength: number | null;
}

export const unknownCell: Cell = {
  assigned: 'yes',
  heap: [],
  life: 0,
  nullness: 0,
  unchecked: false,
  metAt: -1,
  freedAt: null,
  followedAt: null,
  bytes: null,
  step: null,
  sizedBy: null,
  storage: null,
  low: -Infinity,
  high: Infinity,
  chooser: null,
  checkedHigh: false,
  checkedLow: false,
  unsigned: false,
  lengthOf: null,
  textLength: null,
};

export function numberCell(value: number): Cell {
  return { ...unknownCell, low: value, high: value, nullness: value === 0 ? NULL : 0 };
}

export const nullCell: Cell = { ...unknownCell, nullness: NULL, low: 0, high: 0 };

/** The number, or null when it is not one only. */
export function exactly(cell: Cell): number | null {
  return cell.low === cell.high ? cell.low : null;
}

/** Either of two values where two ways meet at this level. */
export function joinCells(left: Cell, right: Cell, level: number): Cell {
  if (left === right) return left;
  const differ = left.life !== right.life || left.nullness !== right.nullness || left.assigned !== right.assigned;
  const one = left.nullness === 0 || right.nullness === 0;
  return {
    assigned: left.assigned === right.assigned ? left.assigned : 'maybe',
    heap: left.heap === right.heap ? left.heap : [...new Set([...left.heap, ...right.heap])].slice(0, 6),
    life: left.life | right.life,
    nullness: one ? 0 : left.nullness | right.nullness,
    unchecked: left.unchecked || right.unchecked,
    metAt: differ ? level : Math.min(left.metAt, right.metAt),
    freedAt: left.freedAt ?? right.freedAt,
    followedAt: left.followedAt === right.followedAt ? left.followedAt : null,
    bytes: left.bytes === right.bytes ? left.bytes : null,
    step: left.step === right.step ? left.step : null,
    sizedBy: left.sizedBy === right.sizedBy ? left.sizedBy : null,
    storage: left.storage === right.storage ? left.storage : null,
    low: Math.min(left.low, right.low),
    high: Math.max(left.high, right.high),
    chooser: left.chooser === 'outside' || right.chooser === 'outside' ? 'outside' : (left.chooser ?? right.chooser),
    checkedHigh: checked(left, right, 'checkedHigh'),
    checkedLow: checked(left, right, 'checkedLow'),
    unsigned: left.unsigned && right.unsigned,
    lengthOf: left.lengthOf === right.lengthOf ? left.lengthOf : null,
    textLength: left.textLength === right.textLength ? left.textLength : null,
  };
}

/** A number that nobody outside chose needs no check. */
function checked(left: Cell, right: Cell, side: 'checkedHigh' | 'checkedLow'): boolean {
  return (left[side] || left.chooser === null) && (right[side] || right.chooser === null);
}
