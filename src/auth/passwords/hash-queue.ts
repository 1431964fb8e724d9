import { Problem } from '../../problem/problem.js';

/**
 * Runs expensive work a few at a time and lets a bounded number wait: beyond that the caller is told to come back,
 * before memory or the event loop pays.
 */
export class HashQueue {
  private active = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(
    private readonly parallel: number,
    private readonly capacity: number,
  ) {}

  /** @throws Problem `overloaded` when the queue is full. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.active >= this.parallel) {
      if (this.waiting.length >= this.capacity) {
        throw new Problem('overloaded', {
          detail: 'Too many sign-ins at this moment.',
          headers: { 'retry-after': '5' },
        });
      }
      // Whoever finishes hands the place over, so `active` stays as it is.
      await new Promise<void>((resolve) => this.waiting.push(resolve));
    } else {
      this.active += 1;
    }
    try {
      return await work();
    } finally {
      const next = this.waiting.shift();
      if (next) next();
      else this.active -= 1;
    }
  }
}
