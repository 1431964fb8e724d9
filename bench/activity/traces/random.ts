/** Random numbers from a seed (mulberry32): a trace can be made again from its number. */
export class TraceRandom {
  private state: number;

  constructor(seed: number) {
    this.state = seed >>> 0;
  }

  /** A number of its own for everyone whose fate must not depend on how much others drew. */
  fork(label: number): TraceRandom {
    return new TraceRandom(Math.imul(this.state ^ (label + 0x9e3779b9), 0x85ebca6b) ^ (label << 7));
  }

  /** 0 ≤ x < 1. */
  unit(): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), this.state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }

  chance(probability: number): boolean {
    return this.unit() < probability;
  }

  between(low: number, high: number): number {
    return low + (high - low) * this.unit();
  }

  /** A whole number, both ends included. */
  whole(low: number, high: number): number {
    return Math.floor(this.between(low, high + 1));
  }

  /** Waiting time of a Poisson process. */
  exponential(mean: number): number {
    return -Math.log(1 - this.unit()) * mean;
  }

  normal(mean: number, deviation: number): number {
    const radius = Math.sqrt(-2 * Math.log(1 - this.unit()));
    return mean + deviation * radius * Math.cos(2 * Math.PI * this.unit());
  }

  pick<T>(choices: readonly T[]): T {
    return choices[Math.floor(this.unit() * choices.length)] as T;
  }
}
