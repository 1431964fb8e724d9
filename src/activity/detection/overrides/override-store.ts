import { Injectable } from '@nestjs/common';
import { sql, type Transaction } from 'kysely';
import { Database } from '../../../database/database.js';
import type { Schema } from '../../../database/schema.js';
import type { BehaviourOverrideRow } from '../../../database/tables/detection.js';
import type { Multiplier } from '../score/behaviour-score.js';
import type { Overrides, Until } from '../score/overrides.js';

/** `score`, `multiplier`, or `signal:<name>`. */
export type OverrideKind = 'score' | 'multiplier' | `signal:${string}`;

/** Overrides as the database has them: the truth, of which Redis holds a mirror beside each state. */
@Injectable()
export class OverrideStore {
  constructor(private readonly database: Database) {}

  ofUser(userId: string): Promise<BehaviourOverrideRow[]> {
    return this.active().where('user_id', '=', userId).orderBy('what').execute();
  }

  /** Ids of users who have any, ended ones too. */
  async users(): Promise<string[]> {
    const rows = await this.database.kysely.selectFrom('behaviour_overrides').select('user_id').distinct().execute();
    return rows.map(({ user_id }) => user_id);
  }

  async set(
    transaction: Transaction<Schema>,
    row: Pick<BehaviourOverrideRow, 'user_id' | 'what' | 'value' | 'reason' | 'set_by' | 'expires_at'>,
  ): Promise<void> {
    const { value, reason, set_by, expires_at } = row;
    await transaction
      .insertInto('behaviour_overrides')
      .values(row)
      .onConflict((conflict) =>
        conflict
          .columns(['user_id', 'what'])
          .doUpdateSet({ value, reason, set_by, expires_at, created_at: sql<Date>`now()` }),
      )
      .execute();
  }

  /** False when there is none. */
  async remove(transaction: Transaction<Schema>, userId: string, what: OverrideKind): Promise<boolean> {
    const { numDeletedRows } = await transaction
      .deleteFrom('behaviour_overrides')
      .where('user_id', '=', userId)
      .where('what', '=', what)
      .where('expires_at', '>', sql<Date>`now()`)
      .executeTakeFirst();
    return numDeletedRows > 0n;
  }

  async purge(): Promise<void> {
    await this.database.kysely
      .deleteFrom('behaviour_overrides')
      .where('expires_at', '<', sql<Date>`now() - interval '1 hour'`)
      .execute();
  }

  private active() {
    return this.database.kysely
      .selectFrom('behaviour_overrides')
      .selectAll()
      .where('expires_at', '>', sql<Date>`now()`);
  }
}

export function overridesOf(rows: readonly BehaviourOverrideRow[]): Overrides {
  let score: Until<number> | null = null;
  let multiplier: Until<Multiplier> | null = null;
  const signals = new Map<string, Until<true>>();
  for (const { what, value, expires_at } of rows) {
    const expiresAt = expires_at.getTime();
    if (what === 'score') score = { value: value ?? 0, expiresAt };
    else if (what === 'multiplier') multiplier = { value: value as Multiplier, expiresAt };
    else signals.set(what.slice('signal:'.length), { value: true, expiresAt });
  }
  return { score, multiplier, signals };
}
