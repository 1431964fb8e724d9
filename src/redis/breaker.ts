import { isBackendFailure, RedisTimeout, RedisUnavailable } from './redis-unavailable.js';

export interface BreakerOptions {
  /** Failures in a row that open the breaker. */
  threshold: number;
  /** Time between probes while open, ms. */
  probeEvery: number;
  /** Monotonic clock, ms. */
  now: () => number;
  /**
   * Asks Redis whether it is back, on no caller's time; without one, a call of a caller is let through instead.
   */
  probe: (() => Promise<unknown>) | null;
}

const defaults: BreakerOptions = { probe: null, threshold: 5, probeEvery: 120, now: () => performance.now() };

/**
 * Circuit breaker around Redis: after `threshold` backend failures in a row, or one answer that did not come in time,
 * every call is refused at once and one probe is made per `probeEvery`; the first success closes it. So a dead Redis
 * costs callers nothing after the first moments, and a hung one costs a request one timeout, not five.
 */
export class Breaker {
  private failures = 0;
  private nextProbe = 0;
  private probing = false;
  private readonly options: BreakerOptions;

  constructor(options: Partial<BreakerOptions> = {}) {
    this.options = { ...defaults, ...options };
  }

  get open(): boolean {
    return this.failures >= this.options.threshold;
  }

  /**
   * Runs `work` unless the breaker is open.
   * @throws RedisUnavailable when open, or when `work` failed for a reason of the backend.
   */
  call<T>(work: () => Promise<T>): Promise<T> {
    return this.admit() ? this.watch(work) : Promise.reject(new RedisUnavailable('the breaker is open'));
  }

  // One continuation for each call, without async functions around it: every request passes here.
  private watch<T>(work: () => Promise<T>): Promise<T> {
    let working: Promise<T>;
    try {
      working = work();
    } catch (error) {
      working = Promise.reject(error);
    }
    return working.then(this.succeeded as (result: T) => T, this.failed);
  }

  private readonly succeeded = (result: unknown): unknown => {
    this.failures = 0;
    return result;
  };

  private readonly failed = (error: unknown): never => {
    if (!isBackendFailure(error)) {
      this.failures = 0;
      throw error;
    }
    this.failures = error instanceof RedisTimeout ? this.options.threshold : this.failures + 1;
    this.nextProbe = this.options.now() + this.options.probeEvery;
    // One late answer may have been a hiccup: asking at once keeps the breaker open no longer than that lasts.
    if (error instanceof RedisTimeout) this.ask();
    throw error instanceof RedisUnavailable ? error : new RedisUnavailable((error as Error).message, { cause: error });
  };

  private admit(): boolean {
    if (!this.open) return true;
    const now = this.options.now();
    if (now < this.nextProbe) return false;
    this.nextProbe = now + this.options.probeEvery;
    if (this.options.probe === null) return true;
    this.ask();
    return false;
  }

  private ask(): void {
    const { probe } = this.options;
    if (probe === null || this.probing) return;
    this.probing = true;
    this.watch(probe)
      .catch(() => undefined)
      .finally(() => (this.probing = false));
  }
}
