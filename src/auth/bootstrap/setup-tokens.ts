import { createHash, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { sql, type Transaction } from 'kysely';
import { Database } from '../../database/database.js';
import type { Schema } from '../../database/schema.js';
import { databaseNow, UserDirectory } from '../../users/user-directory.js';

/** Only one transaction at a time may make a first admin: any constant will do, it only must be ours. */
const FIRST_ADMIN_LOCK = 727_050_002;

/**
 * One-time tokens that let a registration become the first admin. Only their hashes are stored; each lives an hour, and
 * none is worth anything once an admin exists.
 */
@Injectable()
export class SetupTokens {
  constructor(
    private readonly database: Database,
    private readonly users: UserDirectory,
  ) {}

  /** Returns the token, which is not kept anywhere. */
  async make(): Promise<string> {
    const token = `cps_${randomBytes(24).toString('base64url')}`;
    await this.database.transaction(async (transaction) => {
      await transaction.deleteFrom('setup_tokens').where('expires_at', '<', databaseNow).execute();
      await transaction
        .insertInto('setup_tokens')
        .values({ token_hash: digest(token), expires_at: sql<Date>`${databaseNow} + interval '1 hour'` })
        .execute();
    });
    return token;
  }

  /** A look before anything expensive is done for the bearer. */
  async valid(token: string): Promise<boolean> {
    const found = await this.database.kysely
      .selectFrom('setup_tokens')
      .select('expires_at')
      .where('token_hash', '=', digest(token))
      .where('expires_at', '>', databaseNow)
      .executeTakeFirst();
    return found !== undefined && !(await this.users.hasAdmin());
  }

  /** Uses the token up; false when it is unknown or expired, or an admin exists by now. All others end with it. */
  async consume(transaction: Transaction<Schema>, token: string): Promise<boolean> {
    if (!(await this.mayMakeFirstAdmin(transaction))) return false;
    const used = await transaction
      .deleteFrom('setup_tokens')
      .where('token_hash', '=', digest(token))
      .where('expires_at', '>', databaseNow)
      .returning('expires_at')
      .executeTakeFirst();
    if (!used) return false;
    await transaction.deleteFrom('setup_tokens').execute();
    return true;
  }

  /** True while there is no admin; until the transaction ends nobody else is told so. */
  async mayMakeFirstAdmin(transaction: Transaction<Schema>): Promise<boolean> {
    await sql`select pg_advisory_xact_lock(${FIRST_ADMIN_LOCK})`.execute(transaction);
    return !(await this.users.hasAdmin(transaction));
  }
}

function digest(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
