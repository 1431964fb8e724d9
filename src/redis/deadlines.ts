import { RedisTimeout } from './redis-unavailable.js';

interface Wait {
  /** Monotonic, ms. */
  until: number;
  /** Null once the work has settled. */
  reject: ((reason: Error) => void) | null;
}

/**
 * Bounds how long callers wait for Redis, not the work: a late answer is dropped. All waits last equally long, so they
 * end in the order in which they began, and one timer for the oldest serves them all: a timer for each command costs
 * more than the rest of the wait.
 */
export class Deadlines {
  private waits: Wait[] = [];
  private timer: NodeJS.Timeout | undefined;

  /** @param ms how long each wait lasts. */
  constructor(private readonly ms: number) {}

  /** @throws RedisTimeout when `work` has not settled in time; else settles as it does. */
  watch<T>(work: Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const wait: Wait = { until: performance.now() + this.ms, reject };
      this.waits.push(wait);
      this.timer ??= setTimeout(this.expire, this.ms).unref();
      const settled =
        <A>(settle: (value: A) => void) =>
        (value: A): void => {
          wait.reject = null;
          settle(value);
        };
      work.then(settled(resolve), settled(reject));
    });
  }

  private readonly expire = (): void => {
    const now = performance.now();
    const next = this.waits.findIndex((wait) => wait.reject !== null && wait.until > now);
    const over = next < 0 ? this.waits : this.waits.slice(0, next);
    this.waits = next < 0 ? [] : this.waits.slice(next);
    const [oldest] = this.waits;
    this.timer = oldest && setTimeout(this.expire, Math.max(1, oldest.until - now)).unref();
    const late = over.filter((wait) => wait.reject !== null);
    if (late.length === 0) return;
    // Timers run before input is read, so when it was this process that stood still, an answer that has come meanwhile
    // still counts: it is read in the turn that is waited for here.
    setImmediate(() => {
      for (const { reject } of late) reject?.(new RedisTimeout(`no answer within ${this.ms} ms`));
    });
  };
}
