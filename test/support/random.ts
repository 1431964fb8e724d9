import { randomness } from './limit-scenario.js';

/** Random choices from a seed: a failure can be played again. */
export class Random {
  private readonly next: () => number;

  constructor(seed: number) {
    this.next = randomness(seed);
  }

  /** A whole number from 0 to `limit` - 1. */
  below(limit: number): number {
    return Math.floor(this.next() * limit);
  }

  pick<T>(choices: readonly T[]): T {
    return choices[this.below(choices.length)] as T;
  }
}
