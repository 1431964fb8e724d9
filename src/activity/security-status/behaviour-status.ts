import { Injectable } from '@nestjs/common';
import { Problem } from '../../problem/problem.js';
import { RedisUnavailable } from '../../redis/redis-unavailable.js';
import { ScenarioBook } from '../detection/scenarios/scenario-book.js';
import { BehaviourReader } from '../detection/score/behaviour-reader.js';
import { accountBlock } from '../../users/account-block.js';
import type { StoredOverride } from '../../users/account-of-row.js';
import { UserDirectory } from '../../users/user-directory.js';
import { behaviourView, type SecurityStatusView } from './behaviour-view.js';
import { LatestFires } from './latest-fires.js';

@Injectable()
export class BehaviourStatus {
  constructor(
    private readonly reader: BehaviourReader,
    private readonly users: UserDirectory,
    private readonly book: ScenarioBook,
    private readonly fires: LatestFires,
  ) {}

  /** @throws Problem `unavailable` while Redis, which holds the state, is away. */
  async of(userId: string, role: 'user' | 'admin'): Promise<SecurityStatusView> {
    try {
      const [behaviour, row, fires] = await Promise.all([
        this.reader.read(userId),
        this.users.byId(userId),
        this.fires.of(userId),
      ]);
      const now = Date.now();
      const block = row === undefined ? null : accountBlock(row, now);
      const stored = (row?.rate_limit_override ?? null) as StoredOverride | null;
      const holds = stored !== null && stored.limit > 0 && Date.parse(stored.expires_at) > now;
      const override = holds ? { limit: stored.limit, until: stored.expires_at } : null;
      const allowListed = (row?.allowed_until?.getTime() ?? 0) > now;
      const scenarios = new Map(this.book.scenarios.map((scenario) => [scenario.name, scenario]));
      const known = { exempt: role === 'admin', block, override, allowListed, scenarios, fires };
      return behaviourView(behaviour, this.reader.recoversAt(behaviour), known);
    } catch (error) {
      if (error instanceof RedisUnavailable) {
        throw new Problem('unavailable', { headers: { 'retry-after': '5' }, cause: error });
      }
      throw error;
    }
  }
}
