import { Injectable } from '@nestjs/common';
import type { Transaction } from 'kysely';
import { Database } from '../../database/database.js';
import type { Schema } from '../../database/schema.js';
import type { ApiKeyRow } from '../../database/tables/api-keys.js';
import type { UserRow } from '../../database/tables/users.js';
import { Problem } from '../../problem/problem.js';
import { UserDirectory } from '../../users/user-directory.js';
import type { KeyLife } from './key-state.js';

/** What proves a key and decides whether it lives, with its owner. */
export interface OwnedKey {
  key: KeyLife & Pick<ApiKeyRow, 'secret_hash'>;
  user: UserRow;
}

/** Reads API keys, and opens the transactions in which they change. */
@Injectable()
export class ApiKeyDirectory {
  constructor(
    private readonly database: Database,
    private readonly users: UserDirectory,
  ) {}

  /** A key with its owner, in one statement so that no change slips between them; null for an id that nobody has. */
  async withOwner(keyId: string): Promise<OwnedKey | null> {
    const row = await this.database.kysely
      .selectFrom('api_keys')
      .innerJoin('users', 'users.id', 'api_keys.user_id')
      .selectAll('users')
      .select([
        'api_keys.version as key_version',
        'api_keys.permissions as key_permissions',
        'rate_limit',
        'generation',
        'secret_hash',
        'previous_hash',
        'previous_expires_at',
        'expires_at',
        'revoked_at',
      ])
      .where('api_keys.id', '=', keyId)
      .executeTakeFirst();
    if (!row) return null;
    const {
      key_version: version,
      key_permissions: permissions,
      rate_limit,
      generation,
      secret_hash,
      previous_hash,
      previous_expires_at,
      expires_at,
      revoked_at,
      ...user
    } = row;
    const life = { generation, previous_hash, previous_expires_at, expires_at, revoked_at };
    return { key: { id: keyId, user_id: user.id, version, permissions, rate_limit, secret_hash, ...life }, user };
  }

  /** The user's keys that were not revoked, newest first. */
  list(userId: string): Promise<ApiKeyRow[]> {
    return this.database.kysely
      .selectFrom('api_keys')
      .selectAll()
      .where('user_id', '=', userId)
      .where('revoked_at', 'is', null)
      .orderBy('created_at', 'desc')
      .orderBy('id', 'desc')
      .execute();
  }

  /** @throws Problem `not_found` when the user has no such key, or has revoked it. */
  async one(userId: string, keyId: string): Promise<ApiKeyRow> {
    const row = await this.database.kysely
      .selectFrom('api_keys')
      .selectAll()
      .where('id', '=', keyId)
      .where('user_id', '=', userId)
      .where('revoked_at', 'is', null)
      .executeTakeFirst();
    if (!row) throw new Problem('not_found');
    return row;
  }

  /**
   * A transaction that holds the lock of the owner's row. Every change of a key takes it first, as the deletion of an
   * account does, so that none of them waits for the other in a circle.
   * @throws Problem `not_found` for a user that is not there.
   */
  ofOwner<T>(userId: string, work: (transaction: Transaction<Schema>, owner: UserRow) => Promise<T>): Promise<T> {
    return this.database.transaction(async (transaction) => {
      const owner = await this.users.locked(transaction, userId);
      if (!owner) throw new Problem('not_found');
      return work(transaction, owner);
    });
  }

  /**
   * The same, with the lock of one of the owner's keys.
   * @throws Problem `not_found` when the user has no such key, or has revoked it.
   */
  ofKey<T>(
    userId: string,
    keyId: string,
    work: (transaction: Transaction<Schema>, owner: UserRow, key: ApiKeyRow) => Promise<T>,
  ): Promise<T> {
    return this.ofOwner(userId, async (transaction, owner) => {
      const key = await transaction
        .selectFrom('api_keys')
        .selectAll()
        .where('id', '=', keyId)
        .where('user_id', '=', userId)
        .where('revoked_at', 'is', null)
        .forUpdate()
        .executeTakeFirst();
      if (!key) throw new Problem('not_found');
      return work(transaction, owner, key);
    });
  }
}
