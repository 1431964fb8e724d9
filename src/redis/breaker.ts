import { isBackendFailure, RedisTimeout, RedisUnavailable, saysItCannotWork } from './redis-unavailable.js';

export interface BreakerOptions {
  /** Failures in a row that open the breaker. */
  threshold: number;
  /** Least time between two probes, ms; up to half as much again, so that instances do not ask in step. */
  probeEvery: number;
  /** Asks Redis whether it can do its work again. */
  probe: () => Promise<unknown>;
  /** The breaker has opened, for this reason, or closed. */
  onChange: (open: boolean, reason?: Error) => void;
}

const defaults = { threshold: 5, probeEvery: 100, onChange: () => undefined };

/**
 * Circuit breaker around Redis: after `threshold` backend failures in a row every call is refused at once, and probes,
 * on no caller's time, ask until one succeeds. Two failures open it alone: an answer that did not come in time, for then
 * each further call would cost its caller that time; and a reply by which Redis says that it cannot work (read-only,
 * out of memory, loading), for calls that happen to need less would otherwise close it again and again. Either may have
 * been a hiccup: the first probe goes out at once.
 */
export class Breaker {
  private failures = 0;
  private opened = false;
  private probing = false;
  private retired = false;
  private timer: NodeJS.Timeout | undefined;
  private readonly options: BreakerOptions;

  constructor(options: Partial<BreakerOptions> & Pick<BreakerOptions, 'probe'>) {
    this.options = { ...defaults, ...options };
  }

  get open(): boolean {
    return this.opened;
  }

  /**
   * Runs `work` unless the breaker is open.
   * @throws RedisUnavailable when open, or when `work` failed for a reason of the backend.
   */
  call<T>(work: () => Promise<T>): Promise<T> {
    if (this.opened) return Promise.reject(new RedisUnavailable('the breaker is open'));
    // One continuation for each call, without async functions around it: every request passes here.
    let working: Promise<T>;
    try {
      working = work();
    } catch (error) {
      working = Promise.reject(error);
    }
    return working.then(this.succeeded as (result: T) => T, this.failed);
  }

  /** No more probes: nobody will call again. */
  retire(): void {
    this.retired = true;
    clearTimeout(this.timer);
  }

  private readonly succeeded = (result: unknown): unknown => {
    // A call that was under way when the breaker opened may have needed less than the others: the probe decides.
    this.failures = 0;
    return result;
  };

  private readonly failed = (error: unknown): never => {
    if (!isBackendFailure(error)) {
      this.failures = 0;
      throw error;
    }
    this.failures += 1;
    const alone = error instanceof RedisTimeout || saysItCannotWork(error);
    if (!this.opened && (alone || this.failures >= this.options.threshold)) {
      this.opened = true;
      this.options.onChange(true, error as Error);
      if (alone) this.ask();
      else this.askLater();
    }
    throw error instanceof RedisUnavailable ? error : new RedisUnavailable((error as Error).message, { cause: error });
  };

  private ask(): void {
    if (this.probing || this.retired) return;
    this.probing = true;
    this.options
      .probe()
      .then(
        () => true,
        // A mistake in the probe would be ours: Redis answers.
        (error: unknown) => !isBackendFailure(error),
      )
      .then((well) => {
        this.probing = false;
        if (this.retired) return undefined;
        if (!well) return this.askLater();
        this.opened = false;
        this.failures = 0;
        return this.options.onChange(false);
      })
      .catch(() => undefined);
  }

  private askLater(): void {
    if (this.retired) return;
    clearTimeout(this.timer);
    const pause = this.options.probeEvery * (1 + Math.random() / 2);
    this.timer = setTimeout(() => this.ask(), pause).unref();
  }
}
