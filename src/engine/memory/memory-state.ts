import { type Allocation, type Cell, ESCAPED, FREED, joinCells, LIVE, NULL, unknownCell } from './cell.js';

/** Allocations of one function that are followed: more are generated code, or meant to hurt. */
const maximumAllocations = 64;

/** What is known at one point of a function: its variables by name or path (`s.buf`), and its allocations. */
export class MemoryState {
  private constructor(
    private readonly cells: Map<string, Cell>,
    private readonly heap: Map<Allocation, number>,
  ) {}

  static empty(): MemoryState {
    return new MemoryState(new Map(), new Map());
  }

  /** How much is known: what copying it costs. */
  get size(): number {
    return this.cells.size + this.heap.size;
  }

  fork(): MemoryState {
    return new MemoryState(new Map(this.cells), new Map(this.heap));
  }

  get(key: string): Cell | undefined {
    return this.cells.get(key);
  }

  set(key: string, cell: Cell): void {
    this.cells.set(key, cell);
  }

  /** Changes what is known of a variable, if anything is. */
  update(key: string, change: Partial<Cell>): void {
    const cell = this.cells.get(key);
    if (cell) this.cells.set(key, { ...cell, ...change });
  }

  /** Forgets the parts of a structure: it was handed to somebody, or is another one now. */
  forgetParts(key: string): void {
    for (const other of this.cells.keys()) if (other.startsWith(`${key}.`)) this.cells.delete(other);
  }

  /** Forgets a variable and what was known by its name: `strlen(name)`. */
  forget(key: string): void {
    this.cells.delete(key);
    this.cells.delete(`strlen(${key})`);
    this.forgetParts(key);
  }

  allocate(allocation: Allocation): void {
    if (this.heap.size >= maximumAllocations) return;
    this.heap.set(allocation, LIVE);
  }

  bits(allocation: Allocation): number {
    return this.heap.get(allocation) ?? 0;
  }

  /** What a pointer points to is somebody else's business from now on. */
  escape(cell: Cell): void {
    for (const allocation of cell.heap) {
      if (this.heap.has(allocation)) this.heap.set(allocation, this.bits(allocation) | ESCAPED);
    }
  }

  escapeAllocation(allocation: Allocation): void {
    this.heap.set(allocation, this.bits(allocation) | ESCAPED);
  }

  /** What a structure's fields point to goes where the structure goes. */
  escapeParts(key: string): void {
    for (const [other, cell] of this.cells) if (other.startsWith(`${key}.`)) this.escape(cell);
  }

  /** Gives back what a pointer points to: every variable that points there is dangling. */
  free(cell: Cell, at: Cell['freedAt']): void {
    for (const allocation of cell.heap) this.heap.set(allocation, (this.bits(allocation) & ESCAPED) | FREED);
    if (cell.heap.length !== 1) return;
    const [only] = cell.heap;
    for (const [key, other] of this.cells) {
      if (other.heap.length === 1 && other.heap[0] === only)
        this.cells.set(key, { ...other, life: FREED, freedAt: at, metAt: -1 });
    }
  }

  /** The call that should have made it failed on this way: there is nothing to give back. */
  neverMade(cell: Cell): void {
    if (cell.heap.length === 1 && cell.heap[0] && !cell.heap[0].given) this.heap.delete(cell.heap[0]);
  }

  /** Allocations that nobody has given back or taken over on this way. */
  leaked(): readonly Allocation[] {
    return [...this.heap].filter(([made, bits]) => bits === LIVE && !made.given).map(([made]) => made);
  }

  /** Whether another variable points to it too. */
  hasOther(key: string, allocation: Allocation): boolean {
    for (const [other, cell] of this.cells) if (other !== key && cell.heap.includes(allocation)) return true;
    return false;
  }

  /** A macro may have given any variable its value. */
  assumeAssigned(): void {
    for (const [key, cell] of this.cells)
      if (cell.assigned !== 'yes') this.cells.set(key, { ...cell, assigned: 'yes' });
  }

  /** Variables that have a value on each of these ways have one. */
  takeAssigned(ways: readonly MemoryState[]): void {
    for (const [key, cell] of this.cells)
      if (cell.assigned !== 'yes' && ways.every((way) => way.get(key)?.assigned === 'yes'))
        this.cells.set(key, { ...cell, assigned: 'yes', metAt: -1 });
  }

  /** Takes over what another state knows. */
  become(other: MemoryState): void {
    this.cells.clear();
    for (const [key, cell] of other.cells) this.cells.set(key, cell);
    this.heap.clear();
    for (const [allocation, bits] of other.heap) this.heap.set(allocation, bits);
  }

  /** From now on no disagreement of branches is asked about: a condition came between that may tell them apart. */
  settle(): void {
    for (const [key, cell] of this.cells) if (cell.metAt >= 0) this.cells.set(key, { ...cell, metAt: -1 });
  }

  /** Variables that one of the ways to here left in a bad state are not asked about. */
  doubt(way: MemoryState): void {
    for (const [key, cell] of way.cells)
      if (cell.life === FREED || cell.nullness === NULL || cell.assigned !== 'yes') this.update(key, { metAt: -1 });
  }

  /** A new round of a loop: what the last one followed says nothing about this one. */
  turn(): void {
    this.settle();
    for (const [key, cell] of this.cells) if (cell.followedAt) this.cells.set(key, { ...cell, followedAt: null });
  }

  /** Numbers that a loop changes have no bound on the side they move to. */
  widenFrom(before: MemoryState): void {
    for (const [key, cell] of this.cells) {
      const old = before.get(key);
      if (!old || (old.low === cell.low && old.high === cell.high)) continue;
      this.cells.set(key, {
        ...cell,
        low: cell.low < old.low ? -Infinity : cell.low,
        high: cell.high > old.high ? Infinity : cell.high,
      });
    }
  }

  /** What is known where several ways meet. */
  static join(states: readonly MemoryState[], level: number): MemoryState {
    const [first, ...others] = states;
    if (!first) return MemoryState.empty();
    let joined = first.fork();
    for (const other of others) joined = joined.joinedWith(other, level);
    return joined;
  }

  private joinedWith(other: MemoryState, level: number): MemoryState {
    const cells = new Map<string, Cell>();
    for (const [key, cell] of this.cells) {
      const twin = other.cells.get(key);
      if (twin) cells.set(key, joinCells(cell, twin, level));
    }
    const heap = new Map(this.heap);
    for (const [allocation, bits] of other.heap) heap.set(allocation, bits | (heap.get(allocation) ?? 0));
    return new MemoryState(cells, heap);
  }
}

export function cellOf(state: MemoryState, key: string | null): Cell {
  return (key === null ? undefined : state.get(key)) ?? unknownCell;
}
