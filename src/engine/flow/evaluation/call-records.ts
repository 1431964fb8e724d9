import type { FunctionUnit } from '../core-tree.js';
import type { Value } from '../value.js';

/** What a function does with arguments that say nothing in particular: one walk serves all such calls. */
export interface CallSummary {
  readonly result: Value;
  /** By parameter: what was written through it. */
  readonly written: readonly (Value | undefined)[];
  /** By field: what was left in it. */
  readonly left: ReadonlyMap<string, Value>;
}

/** What the calls of each function of a file have shown of it. */
export class CallRecords {
  readonly summaries = new Map<FunctionUnit, CallSummary>();
  /** Functions that were called, and whether every call was followed. */
  private readonly followed = new Map<FunctionUnit, boolean>();
  /** Functions that a call in this file gives what somebody outside chose: what they do with it is known from there. */
  private readonly supplied = new Set<FunctionUnit>();

  refused(fn: FunctionUnit): void {
    this.followed.set(fn, false);
  }

  begun(fn: FunctionUnit, isSupplied: boolean): void {
    if (!this.followed.has(fn)) this.followed.set(fn, true);
    if (isSupplied) this.supplied.add(fn);
  }

  /** Whether its calls tell all that is to be said of a function: every one was followed, and they are what judges it. */
  judge(fn: FunctionUnit): boolean {
    return (fn.confined === true || this.supplied.has(fn)) && this.followed.get(fn) === true;
  }

  /** Whether the calls of a function that only this file can call are still to come. */
  isAwaited(fn: FunctionUnit): boolean {
    return fn.confined === true && !this.followed.has(fn);
  }
}
