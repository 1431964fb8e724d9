import { Injectable } from '@nestjs/common';
import { type Kysely, sql, type Transaction } from 'kysely';
import { uuidv7 } from 'uuidv7';
import { Database } from '../database/database.js';
import type { Schema } from '../database/schema.js';
import type { UserRow } from '../database/tables/users.js';
import { Problem } from '../problem/problem.js';
import type { EmailAddress } from './email-address.js';

export interface NewUser {
  address: EmailAddress;
  name: string | null;
  /** Null until a password is chosen, by a link, or for good where none is used. */
  passwordHash: string | null;
  plan: string;
  role: 'user' | 'admin';
  permissions: readonly string[];
  /** The address must be proved before anybody may enter. */
  emailPending?: boolean;
}

/** SQLSTATE 23505. */
const UNIQUE_VIOLATION = '23505';

/** The database's clock to the millisecond, so that instances with different clocks agree on what came first. */
export const databaseNow = sql<Date>`date_trunc('milliseconds', clock_timestamp())`;

/**
 * Every session made up to now lies before this moment: sessions are dated to the millisecond under the user's row
 * lock, so one more millisecond splits "before" from "after" exactly.
 */
export const afterAllSessions = sql<Date>`date_trunc('milliseconds', clock_timestamp()) + interval '1 millisecond'`;

/** Reads and makes accounts. Changes of rights are in UserAdministration. */
@Injectable()
export class UserDirectory {
  constructor(private readonly database: Database) {}

  byId(id: string): Promise<UserRow | undefined> {
    return this.database.kysely.selectFrom('users').selectAll().where('id', '=', id).executeTakeFirst();
  }

  byEmailKey(key: string, store: Kysely<Schema> = this.database.kysely): Promise<UserRow | undefined> {
    return store.selectFrom('users').selectAll().where('email_key', '=', key).executeTakeFirst();
  }

  /**
   * The row, locked until the transaction ends: against whoever else locks it, not against a row that comes to refer to
   * it (FOR NO KEY UPDATE), which would let two transactions wait for each other.
   */
  locked(transaction: Transaction<Schema>, id: string): Promise<UserRow | undefined> {
    return transaction.selectFrom('users').selectAll().where('id', '=', id).forNoKeyUpdate().executeTakeFirst();
  }

  /** Returns undefined when the address is taken. */
  insert(transaction: Transaction<Schema>, user: NewUser): Promise<UserRow | undefined> {
    return transaction
      .insertInto('users')
      .values({
        id: uuidv7(),
        email: user.address.email,
        email_key: user.address.key,
        name: user.name,
        password_hash: user.passwordHash,
        plan: user.plan,
        role: user.role,
        status: 'active',
        permissions: [...user.permissions],
        rate_limit_override: null,
        email_pending: user.emailPending ?? false,
        sessions_not_before: databaseNow,
        created_at: databaseNow,
        updated_at: databaseNow,
      })
      .onConflict((conflict) => conflict.column('email_key').doNothing())
      .returningAll()
      .executeTakeFirst();
  }

  /** A name is shown, never decided on: the account's version stays. */
  rename(id: string, name: string | null, store: Kysely<Schema> = this.database.kysely): Promise<UserRow> {
    return store
      .updateTable('users')
      .set({ name, updated_at: databaseNow })
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirstOrThrow();
  }

  async setPasswordHash(transaction: Kysely<Schema>, id: string, hash: string): Promise<void> {
    await transaction
      .updateTable('users')
      .set({ password_hash: hash, updated_at: databaseNow })
      .where('id', '=', id)
      .execute();
  }

  /** What the account's entries in the block list and the allow list say; returns the new row. */
  setAccess(
    transaction: Transaction<Schema>,
    id: string,
    access: Pick<UserRow, 'blocked_until' | 'block_reason' | 'allowed_until'>,
  ): Promise<UserRow> {
    return transaction
      .updateTable('users')
      .set((row) => ({ ...access, version: row('version', '+', 1), updated_at: databaseNow }))
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirstOrThrow();
  }

  /** The address is the user's, by a link that came to it. */
  async proveEmail(transaction: Transaction<Schema>, id: string): Promise<void> {
    await transaction
      .updateTable('users')
      .set({ email_verified: true, email_pending: false, updated_at: databaseNow })
      .where('id', '=', id)
      .execute();
  }

  /** The account is in use, whether its address was proved or not. */
  async settle(transaction: Transaction<Schema>, id: string): Promise<void> {
    await transaction.updateTable('users').set({ email_pending: false }).where('id', '=', id).execute();
  }

  /** @throws Problem `email_taken`. */
  async changeEmail(transaction: Transaction<Schema>, id: string, { email, key }: EmailAddress): Promise<void> {
    const taken = await transaction.selectFrom('users').select('id').where('email_key', '=', key).executeTakeFirst();
    if (taken && taken.id !== id) throw new Problem('email_taken');
    try {
      await transaction
        .updateTable('users')
        .set({ email, email_key: key, email_verified: true, email_pending: false, updated_at: databaseNow })
        .where('id', '=', id)
        .execute();
    } catch (error) {
      // Somebody else took it in this moment.
      if ((error as NodeJS.ErrnoException).code === UNIQUE_VIOLATION) throw new Problem('email_taken');
      throw error;
    }
  }

  /** Ends all of a user's sessions at once; returns the new row. */
  endSessions(transaction: Kysely<Schema>, id: string): Promise<UserRow | undefined> {
    return transaction
      .updateTable('users')
      .set((row) => ({
        sessions_not_before: afterAllSessions,
        version: row('version', '+', 1),
        updated_at: databaseNow,
      }))
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirst();
  }

  /** True while an active admin exists. */
  async hasAdmin(store: Kysely<Schema> = this.database.kysely): Promise<boolean> {
    const admin = await store
      .selectFrom('users')
      .select('id')
      .where('role', '=', 'admin')
      .where('status', '=', 'active')
      .limit(1)
      .executeTakeFirst();
    return admin !== undefined;
  }
}
