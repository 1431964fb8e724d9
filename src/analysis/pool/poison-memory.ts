/**
 * Remembers inputs that cost a child its life, for some minutes: sent again, they are answered at once and touch no child.
 * Bounded; the oldest is forgotten first.
 */
export class PoisonMemory {
  private readonly until = new Map<string, number>();

  constructor(
    private readonly lifetimeMs: number,
    private readonly capacity: number,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /** `key` is a hash of the content. */
  add(key: string): void {
    this.until.delete(key);
    this.until.set(key, this.now() + this.lifetimeMs);
    if (this.until.size <= this.capacity) return;
    const [oldest] = this.until.keys();
    if (oldest !== undefined) this.until.delete(oldest);
  }

  has(key: string): boolean {
    const until = this.until.get(key);
    if (until === undefined) return false;
    if (until > this.now()) return true;
    this.until.delete(key);
    return false;
  }
}
