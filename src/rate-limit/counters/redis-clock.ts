/**
 * Redis' clock as this process knows it: the one clock that all instances share, read from answers that come anyway.
 * The process' own part is the monotonic clock, so neither a wrong system clock nor a step of it matters. Off by at most
 * the time that an answer takes.
 */
export class RedisClock {
  private offset: number | null = null;

  get known(): boolean {
    return this.offset !== null;
  }

  /** @param time Redis' time, unix ms; @param now monotonic ms when the answer came. */
  learn(time: number, now: number): void {
    this.offset = time - now;
  }

  /** Redis' time at a moment of the monotonic clock, unix ms; meaningless before anything was learnt. */
  at(monotonic: number): number {
    return Math.floor(monotonic + (this.offset ?? 0));
  }
}
