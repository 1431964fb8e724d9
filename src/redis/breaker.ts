import { isBackendFailure, RedisUnavailable } from './redis-unavailable.js';

export interface BreakerOptions {
  /** Failures in a row that open the breaker. */
  threshold: number;
  /** Time between probes while open, ms. */
  probeEvery: number;
  /** Monotonic clock, ms. */
  now: () => number;
}

const defaults: BreakerOptions = { threshold: 5, probeEvery: 120, now: () => performance.now() };

/**
 * Circuit breaker around Redis: after `threshold` backend failures in a row every call is refused at once, except one
 * probe per `probeEvery`; the first success closes it. So a dead Redis costs callers nothing after the first moments.
 */
export class Breaker {
  private failures = 0;
  private nextProbe = 0;
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
  async call<T>(work: () => Promise<T>): Promise<T> {
    if (!this.admit()) throw new RedisUnavailable('the breaker is open');
    try {
      const result = await work();
      this.failures = 0;
      return result;
    } catch (error) {
      if (!isBackendFailure(error)) {
        this.failures = 0;
        throw error;
      }
      this.failures += 1;
      this.nextProbe = this.options.now() + this.options.probeEvery;
      throw error instanceof RedisUnavailable
        ? error
        : new RedisUnavailable((error as Error).message, { cause: error });
    }
  }

  private admit(): boolean {
    if (!this.open) return true;
    const now = this.options.now();
    if (now < this.nextProbe) return false;
    this.nextProbe = now + this.options.probeEvery;
    return true;
  }
}
