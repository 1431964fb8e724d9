/**
 * The append log of one subject in this process's memory, for when Redis is not well: accepted times, ms, oldest first.
 * `local-decision` applies the rules to it.
 */
export class LocalLog {
  private times: number[];
  /** How many of them, the oldest, Redis knows of: a shared answer told of them, or they were handed over. */
  private told: number;
  private keep = 0;
  private handedOverAt: number | null = null;

  /** @param told accepted times that Redis knows of, ms, oldest first. */
  constructor(told: readonly number[] = []) {
    this.times = [...told];
    this.told = told.length;
  }

  /** Times that were admitted here, and Redis does not know of. */
  get admitted(): readonly number[] {
    return this.times.slice(this.told);
  }

  /** All that this log stands on, ms, oldest first. */
  get entries(): readonly number[] {
    return this.times;
  }

  /**
   * Redis knows of the `count` oldest of those.
   * @param clock monotonic, ms.
   */
  handedOver(count: number, clock: number): void {
    this.told += count;
    this.handedOverAt = clock;
  }

  /** When Redis was last told of what was admitted here; null while it has not been. */
  get lastHandedOver(): number | null {
    return this.handedOverAt;
  }

  /** For how long an entry can matter under the limits of the last admission, ms. */
  get keepMs(): number {
    return this.keep;
  }

  /** Entries held. */
  get length(): number {
    return this.times.length;
  }

  /** The n-th newest time; undefined when there are fewer. */
  newest(n: number): number | undefined {
    return this.times[this.times.length - n];
  }

  /** How many entries lie at `from` or later. */
  since(from: number): number {
    let low = 0;
    let high = this.times.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.times[middle] as number) >= from) high = middle;
      else low = middle + 1;
    }
    return this.times.length - low;
  }

  /** Adds `count` entries of the time `now`, which is that of the newest one or later. */
  append(now: number, count: number, keepMs: number): void {
    this.keep = Math.max(keepMs, this.keep);
    const live = this.since(now - this.keep + 1);
    const dead = this.times.length - live;
    if (dead > live + count) {
      this.times = this.times.slice(dead);
      this.told = Math.max(this.told - dead, 0);
    }
    for (let i = 0; i < count; i += 1) this.times.push(now);
  }

  /** Takes back up to `count` entries of the time `at` that were admitted here; returns how many there were. */
  refund(at: number, count: number): number {
    const last = this.times.lastIndexOf(at);
    let first = last;
    while (first >= this.told && last - first < count && this.times[first] === at) first -= 1;
    return this.times.splice(first + 1, last - first).length;
  }
}
