/**
 * A bounded first-in first-out queue on one array that is never shifted or grown, so `push` costs the same whether the
 * queue is empty or full. When it is full it refuses: what is already queued is older and nearer to being kept.
 */
export class RingBuffer<T> {
  private readonly slots: (T | undefined)[];
  private head = 0;
  private count = 0;

  /** @throws RangeError unless `capacity` is a positive integer. */
  constructor(readonly capacity: number) {
    if (!Number.isInteger(capacity) || capacity < 1) throw new RangeError('a ring buffer holds at least one item');
    this.slots = Array.from<T | undefined>({ length: capacity }).fill(undefined);
  }

  get size(): number {
    return this.count;
  }

  /** False when full; the item is then not queued. */
  push(item: T): boolean {
    if (this.count === this.capacity) return false;
    this.slots[(this.head + this.count) % this.capacity] = item;
    this.count += 1;
    return true;
  }

  /** Removes and returns at most `limit` items, oldest first. */
  take(limit: number): T[] {
    const taken: T[] = [];
    while (taken.length < limit && this.count > 0) {
      taken.push(this.slots[this.head] as T);
      this.slots[this.head] = undefined;
      this.head = (this.head + 1) % this.capacity;
      this.count -= 1;
    }
    return taken;
  }
}
