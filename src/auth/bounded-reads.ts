import { Problem } from '../problem/problem.js';

export interface ReadBounds {
  /** Reads at work at once. */
  parallel: number;
  /** Reads that may wait for their turn. */
  queue: number;
  /** Longest time for one read, waiting included, ms. */
  timeout: number;
}

/** Well below the pool of connections, so that sign-in and everything else still get theirs. */
const defaults: ReadBounds = { parallel: 6, queue: 2_000, timeout: 2_000 };

/**
 * Bounds what reading the truth may cost while Redis is away: each request then reads PostgreSQL, and a database that
 * hangs must cost a caller two seconds and a 503, not a connection for ever.
 */
export class BoundedReads {
  private active = 0;
  private readonly waiting: (() => void)[] = [];
  /** Reads that have not begun, by what they read. */
  private readonly joinable = new Map<string, Promise<unknown>>();
  private readonly bounds: ReadBounds;

  constructor(bounds: Partial<ReadBounds> = {}) {
    this.bounds = { ...defaults, ...bounds };
  }

  /**
   * `run`, shared by all who want the same before it has begun: what it then reads is what each of them would have read.
   * So a caller who sends many requests at once costs the database one read after the other, not all of them.
   */
  runOnce<T>(subject: string, read: () => Promise<T>): Promise<T> {
    const joined = this.joinable.get(subject);
    if (joined !== undefined) return joined as Promise<T>;
    let begun = false;
    const work = this.run(() => {
      begun = true;
      this.joinable.delete(subject);
      return read();
    });
    if (begun) return work;
    this.joinable.set(subject, work);
    // One that was given up while it waited has not begun either.
    return work.finally(() => {
      if (this.joinable.get(subject) === work) this.joinable.delete(subject);
    });
  }

  /** @throws Problem `unavailable` when a bound is reached, or whatever `read` throws. */
  run<T>(read: () => Promise<T>): Promise<T> {
    if (this.waiting.length >= this.bounds.queue) return Promise.reject(unavailable());
    return new Promise<T>((resolve, reject) => {
      let state: 'waiting' | 'reading' | 'over' = 'waiting';
      // A read that hangs gives its turn back when its time is up, or no later one could ever be made.
      const leave = () => {
        if (state === 'reading') this.active -= 1;
        state = 'over';
        clearTimeout(timer);
        this.admit();
      };
      const timer = setTimeout(() => {
        leave();
        reject(unavailable());
      }, this.bounds.timeout);
      this.waiting.push(() => {
        if (state === 'over') return;
        state = 'reading';
        this.active += 1;
        read()
          .then(resolve, reject)
          .finally(() => {
            if (state === 'reading') leave();
          });
      });
      this.admit();
    });
  }

  private admit(): void {
    while (this.active < this.bounds.parallel) {
      const start = this.waiting.shift();
      if (!start) return;
      start();
    }
  }
}

function unavailable(): Problem {
  return new Problem('unavailable', { headers: { 'retry-after': '2' } });
}
