import { Injectable } from '@nestjs/common';
import { Database } from '../../database/database.js';
import type { ScenarioFired } from '../../events/domain-event.js';
import { recordOf } from '../audit/chain/event-row.js';

/** Fires of one account that are looked through, the newest first. */
const LOOKED_THROUGH = 64;

/** What the record says of a scenario's newest fire. */
export interface LatestFire {
  /** Unix ms. */
  time: number;
  /** The scenario's message with the numbers of that fire. */
  message: string;
}

/** Reads what was said when scenarios fired for an account: the state that the score is made of holds counts alone. */
@Injectable()
export class LatestFires {
  constructor(private readonly database: Database) {}

  /** The newest fire of each scenario by its name. A fire is here once it is in the record, a moment after it counts. */
  async of(userId: string): Promise<ReadonlyMap<string, LatestFire>> {
    const rows = await this.database.kysely
      .selectFrom('activity_events')
      .selectAll()
      .where('target', '=', `user:${userId}`)
      .where('type', '=', 'detect.scenario_fired')
      .orderBy('seq', 'desc')
      .limit(LOOKED_THROUGH)
      .execute();
    const latest = new Map<string, LatestFire>();
    for (const row of rows) {
      const { time, data } = recordOf(row);
      const { scenario, mode, message } = data as ScenarioFired;
      if (mode === 'live' && !latest.has(scenario)) latest.set(scenario, { time, message });
    }
    return latest;
  }
}
