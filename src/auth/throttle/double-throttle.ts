import { RedisUnavailable } from '../../redis/redis-unavailable.js';
import type { BackoffRule, Taken, Throttle, WindowRule } from './throttle.js';

/**
 * Counts here and in Redis. Redis decides while it answers; what was counted here all along decides when it does not,
 * so a missed deadline gives nobody a fresh set of tries.
 */
export class DoubleThrottle implements Throttle {
  constructor(
    private readonly shared: Throttle,
    private readonly local: Throttle,
  ) {}

  backoff(key: string, rule: BackoffRule): Promise<Taken> {
    return this.take((throttle) => throttle.backoff(key, rule));
  }

  window(key: string, rule: WindowRule): Promise<Taken> {
    return this.take((throttle) => throttle.window(key, rule));
  }

  async clear(key: string): Promise<void> {
    await Promise.all([this.shared.clear(key), this.local.clear(key)]);
  }

  private async take(ask: (throttle: Throttle) => Promise<Taken>): Promise<Taken> {
    const here = await ask(this.local);
    let shared: Taken;
    try {
      shared = await ask(this.shared);
    } catch (error) {
      if (!(error instanceof RedisUnavailable)) throw error;
      return here;
    }
    if (!here.allowed) return shared;
    if (!shared.allowed) {
      await here.undo();
      return shared;
    }
    const undoShared = shared.undo;
    return {
      allowed: true,
      undo: async () => {
        await Promise.all([undoShared(), here.undo()]);
      },
    };
  }
}
