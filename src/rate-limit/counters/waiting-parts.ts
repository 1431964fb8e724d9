import type { CountPart } from './count-parts.js';

/** Parts that wait for Redis, oldest first, within a bound: when there are too many the oldest is given up. */
export class WaitingParts {
  private parts: CountPart[] = [];
  private given = 0;

  constructor(private readonly capacity: number) {}

  /** Decisions given up since the start. */
  get lost(): number {
    return this.given;
  }

  get size(): number {
    return this.parts.length;
  }

  get oldest(): CountPart | undefined {
    return this.parts[0];
  }

  add(parts: readonly CountPart[]): void {
    this.parts.push(...parts);
    const over = this.parts.splice(0, Math.max(0, this.parts.length - this.capacity));
    for (const part of over) this.given += part.decisions;
  }

  /** Takes a part out that was written; nothing happens when it was given up meanwhile. */
  written(part: CountPart): void {
    if (this.parts[0] === part) this.parts.shift();
  }
}
