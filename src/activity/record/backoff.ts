const FIRST_MS = 100;
const LONGEST_MS = 5_000;

/** Pauses that double from failure to failure, and end at once when the signal does. */
export class Backoff {
  private count = 0;

  constructor(private readonly signal: AbortSignal) {}

  get failures(): number {
    return this.count;
  }

  reset(): void {
    this.count = 0;
  }

  async wait(): Promise<void> {
    const ms = Math.min(FIRST_MS * 2 ** this.count, LONGEST_MS);
    this.count += 1;
    await this.pause(ms);
  }

  async pause(ms: number): Promise<void> {
    if (ms <= 0 || this.signal.aborted) return;
    await new Promise<void>((resolve) => {
      const end = () => {
        clearTimeout(timer);
        this.signal.removeEventListener('abort', end);
        resolve();
      };
      const timer = setTimeout(end, ms);
      this.signal.addEventListener('abort', end);
    });
  }
}
