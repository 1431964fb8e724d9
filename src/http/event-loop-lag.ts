/** How often the loop is asked to be on time, ms. */
const TICK_MS = 100;

/**
 * How late the event loop is, ms: a timer notes when it last ran and how late it was. Asking costs one comparison, so
 * it can be asked for each request; a request that is read before the late timer runs (libuv polls sockets first after
 * a stall) sees the stall by the time since the last tick.
 */
export class EventLoopLag {
  private lastTick = performance.now();
  private lastLag = 0;
  private readonly timer: NodeJS.Timeout;

  constructor() {
    this.timer = setInterval(() => {
      const now = performance.now();
      this.lastLag = Math.max(0, now - this.lastTick - TICK_MS);
      this.lastTick = now;
    }, TICK_MS).unref();
  }

  /** @param now monotonic clock, ms. */
  at(now: number): number {
    return Math.max(this.lastLag, now - this.lastTick - TICK_MS);
  }

  stop(): void {
    clearInterval(this.timer);
  }
}
