import { keys } from './keys.js';
import type { BackgroundRedis } from './background-redis.js';

/**
 * Gives a periodic duty to one instance at a time. It is an economy, not a lock: a duty must bear being done twice, as
 * it would be after Redis lost the key.
 */
export class Lease {
  constructor(
    private readonly redis: BackgroundRedis,
    private readonly duty: string,
    private readonly holder: string,
  ) {}

  /** True when the duty is this instance's now; nobody else gets it for `ms`. */
  async take(ms: number): Promise<boolean> {
    const key = keys.lease(this.duty);
    return (await this.redis.call((client) => client.set(key, this.holder, 'PX', ms, 'NX'))) === 'OK';
  }
}
