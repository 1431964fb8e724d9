import { Injectable } from '@nestjs/common';
import { type Kysely, sql, type Transaction } from 'kysely';
import { Configuration } from '../../config/configuration.js';
import { SecretBox } from '../../config/secret-box.js';
import { Database } from '../../database/database.js';
import type { Schema } from '../../database/schema.js';
import { databaseNow } from '../../users/user-directory.js';
import { matchingStep } from './totp.js';

/** A factor that awaits its first code is forgotten after this: whoever reads the secret later must not finish it. */
const PENDING = sql`interval '1 hour'`;

/**
 * Secrets of authenticator apps at rest, and the one place where a code is spent. Time is the database's: instances whose
 * clocks differ agree on the step.
 */
@Injectable()
export class TotpFactors {
  private readonly box: SecretBox;

  constructor(
    private readonly database: Database,
    configuration: Configuration,
  ) {
    this.box = new SecretBox(configuration.secrets.data, 'totp secrets');
  }

  /** Stores a secret that awaits its first code, in place of an earlier one; false when a confirmed one is there. */
  async await(userId: string, secret: Buffer): Promise<boolean> {
    const row = { secret: this.box.seal(secret, userId), created_at: databaseNow, confirmed_at: null, last_step: 0 };
    const stored = await this.database.kysely
      .insertInto('totp_factors')
      .values({ user_id: userId, ...row })
      .onConflict((conflict) =>
        conflict.column('user_id').doUpdateSet(row).where('totp_factors.confirmed_at', 'is', null),
      )
      .returning('user_id')
      .executeTakeFirst();
    return stored !== undefined;
  }

  /** True while a secret awaits its first code. */
  async awaited(store: Kysely<Schema>, userId: string): Promise<boolean> {
    const row = await pending(store, userId).select('user_id').executeTakeFirst();
    return row !== undefined;
  }

  /** Confirms the awaited secret; false when the code is not its own. */
  async confirm(transaction: Transaction<Schema>, userId: string, code: string): Promise<boolean> {
    const row = await pending(transaction, userId).select(['secret', nowMs]).forUpdate().executeTakeFirst();
    const step = row === undefined ? null : this.step(userId, row.secret, code, row.now);
    if (step === null) return false;
    await transaction
      .updateTable('totp_factors')
      .set({ confirmed_at: databaseNow, last_step: step })
      .where('user_id', '=', userId)
      .execute();
    return true;
  }

  /**
   * Spends a code: true for one caller, however many send it at once. It and older ones are refused from then on
   * (RFC 6238 §5.2).
   */
  async spend(userId: string, code: string): Promise<boolean> {
    const row = await this.database.kysely
      .selectFrom('totp_factors')
      .select(['secret', nowMs])
      .where('user_id', '=', userId)
      .where('confirmed_at', 'is not', null)
      .executeTakeFirst();
    const step = row === undefined ? null : this.step(userId, row.secret, code, row.now);
    if (step === null) return false;
    const spent = await this.database.kysely
      .updateTable('totp_factors')
      .set({ last_step: step })
      .where('user_id', '=', userId)
      .where('confirmed_at', 'is not', null)
      .where('last_step', '<', step)
      .returning('user_id')
      .executeTakeFirst();
    return spent !== undefined;
  }

  async remove(transaction: Transaction<Schema>, userId: string): Promise<void> {
    await transaction.deleteFrom('totp_factors').where('user_id', '=', userId).execute();
  }

  private step(userId: string, sealed: Buffer, code: string, now: number): number | null {
    const secret = this.box.open(sealed, userId);
    return secret === null ? null : matchingStep(secret, code, now);
  }
}

/** Unix ms. */
const nowMs = sql<number>`extract(epoch from clock_timestamp())::float8 * 1000`.as('now');

function pending(store: Kysely<Schema>, userId: string) {
  return store
    .selectFrom('totp_factors')
    .where('user_id', '=', userId)
    .where('confirmed_at', 'is', null)
    .where(sql<boolean>`created_at > ${databaseNow} - ${PENDING}`);
}
