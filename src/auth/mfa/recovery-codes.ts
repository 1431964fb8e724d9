import { Injectable } from '@nestjs/common';
import type { Transaction } from 'kysely';
import { Database } from '../../database/database.js';
import type { Schema } from '../../database/schema.js';
import { databaseNow } from '../../users/user-directory.js';
import { newRecoveryCodes, recoveryCodeHash } from './recovery-code.js';

/** The recovery codes of accounts, as hashes. */
@Injectable()
export class RecoveryCodes {
  constructor(private readonly database: Database) {}

  /** Makes new codes in place of all earlier ones; they are not kept anywhere. */
  async renew(transaction: Transaction<Schema>, userId: string): Promise<string[]> {
    await this.remove(transaction, userId);
    const codes = newRecoveryCodes();
    const rows = codes.map((code) => ({
      user_id: userId,
      code_hash: recoveryCodeHash(code) as Buffer,
      used_at: null,
    }));
    await transaction.insertInto('recovery_codes').values(rows).execute();
    return codes;
  }

  /** Spends a code: true for one caller, however many send it at once. */
  async spend(transaction: Transaction<Schema>, userId: string, code: string): Promise<boolean> {
    const hash = recoveryCodeHash(code);
    if (hash === null) return false;
    const spent = await transaction
      .updateTable('recovery_codes')
      .set({ used_at: databaseNow })
      .where('user_id', '=', userId)
      .where('code_hash', '=', hash)
      .where('used_at', 'is', null)
      .returning('user_id')
      .executeTakeFirst();
    return spent !== undefined;
  }

  /** How many are left. */
  async left(userId: string): Promise<number> {
    const row = await this.database.kysely
      .selectFrom('recovery_codes')
      .select((column) => column.fn.countAll<number>().as('left'))
      .where('user_id', '=', userId)
      .where('used_at', 'is', null)
      .executeTakeFirstOrThrow();
    return Number(row.left);
  }

  async remove(transaction: Transaction<Schema>, userId: string): Promise<void> {
    await transaction.deleteFrom('recovery_codes').where('user_id', '=', userId).execute();
  }
}
