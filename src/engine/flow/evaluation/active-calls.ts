import type { FunctionUnit } from '../core-tree.js';

/** Functions without a name that do not count as deeper; a second one costs 4 % and finds nothing more. */
const maximumUnnamed = 1;
/** Callbacks entered inside one another, as a multiple of the depth to which calls are followed. */
const callbackFactor = 4;

/** The functions being walked, the innermost last. */
export class ActiveCalls {
  private readonly active: FunctionUnit[] = [];
  /** Where in `active` the callback under way was entered: what is called in it counts from there. */
  private entrance = 0;

  /** @param depth Calls followed inside one another. */
  constructor(private readonly depth: number) {}

  get current(): FunctionUnit | undefined {
    return this.active.at(-1);
  }

  /** A function without a name is a part of the one it stands in, up to a bound: `list.map((one) => format(one))`. */
  isTooDeep(fn: FunctionUnit): boolean {
    if (this.active.includes(fn)) return true;
    const depth = this.active.length - this.entrance;
    if (depth < this.depth) return false;
    const unnamed = this.active.slice(this.entrance).filter(({ name }) => name === null).length;
    return depth - Math.min(unnamed, maximumUnnamed) >= this.depth;
  }

  /** Whether callbacks have been entered inside one another as often as is looked into. */
  get isFull(): boolean {
    return this.active.length > this.depth * callbackFactor;
  }

  /** Walks a function as called from the one under way. */
  called<T>(fn: FunctionUnit, walk: () => T): T {
    this.active.push(fn);
    const result = walk();
    this.active.pop();
    return result;
  }

  /** Walks a function as somebody else calls it. */
  entered(fn: FunctionUnit, walk: () => void): void {
    const outer = this.entrance;
    this.entrance = this.active.length;
    this.called(fn, walk);
    this.entrance = outer;
  }
}
