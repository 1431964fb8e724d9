import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '../../database/database.js';
import { dateOf, lengths } from '../analytics/time-range.js';
import type { UsageLine } from '../analytics/rollup/usage.js';
import { dayUsage, type DayUsage } from './usage-view.js';

interface UsageRow {
  day: string;
  route: string;
  outcome: string;
  requests: number;
  accepted: number;
}

/** What an account sent, day by day: from sums by account and day, and what is not folded into them yet. */
@Injectable()
export class Usage {
  constructor(private readonly database: Database) {}

  /** @param now unix ms; its day is the last. */
  async ofAccount(userId: string, days: number, now: number): Promise<DayUsage[]> {
    const names = Array.from({ length: days }, (_, index) => dateOf(now - (days - 1 - index) * lengths.day));
    const { rows } = await sql<UsageRow>`
      select to_char(day, 'YYYY-MM-DD') as day, route, outcome, requests, accepted
      from usage_days
      where user_id = ${userId} and day >= ${names[0]}::date
      union all
      select to_char(minute at time zone 'UTC', 'YYYY-MM-DD'), line->>0, line->>1, (line->>2)::integer, (line->>3)::integer
      from rollup_deltas, jsonb_array_elements(usage->${userId}::text) as line`.execute(this.database.kysely);
    const lines = new Map<string, UsageLine[]>(names.map((name) => [name, []]));
    for (const { day, route, outcome, requests, accepted } of rows) {
      lines.get(day)?.push([route, outcome, requests, accepted]);
    }
    return [...lines].map(([day, ofDay]) => dayUsage(day, ofDay));
  }

  /** Every row of an account, for its export. */
  async *all(userId: string): AsyncGenerator<unknown> {
    yield* await this.database.kysely
      .selectFrom('usage_days')
      .select([sql<string>`to_char(day, 'YYYY-MM-DD')`.as('day'), 'route', 'outcome', 'requests', 'accepted'])
      .where('user_id', '=', userId)
      .orderBy('usage_days.day')
      .execute();
  }
}
