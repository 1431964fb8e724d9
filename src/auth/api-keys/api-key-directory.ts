import { Injectable } from '@nestjs/common';
import { Database } from '../../database/database.js';
import type { ApiKeyRow } from '../../database/tables/api-keys.js';
import type { UserRow } from '../../database/tables/users.js';
import type { KeyLife } from './key-state.js';

/** What proves a key and decides whether it lives, with its owner. */
export interface OwnedKey {
  key: KeyLife & Pick<ApiKeyRow, 'secret_hash'>;
  user: UserRow;
}

/** Reads API keys. */
@Injectable()
export class ApiKeyDirectory {
  constructor(private readonly database: Database) {}

  /** A key with its owner, in one statement so that no change slips between them; null for an id that nobody has. */
  async withOwner(keyId: string): Promise<OwnedKey | null> {
    const row = await this.database.kysely
      .selectFrom('api_keys')
      .innerJoin('users', 'users.id', 'api_keys.user_id')
      .selectAll('users')
      .select([
        'api_keys.version as key_version',
        'api_keys.permissions as key_permissions',
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
      generation,
      secret_hash,
      previous_hash,
      previous_expires_at,
      expires_at,
      revoked_at,
      ...user
    } = row;
    const life = { generation, previous_hash, previous_expires_at, expires_at, revoked_at };
    return { key: { id: keyId, user_id: user.id, version, permissions, secret_hash, ...life }, user };
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

  /** Undefined when the user has no such key, or has revoked it. */
  one(userId: string, keyId: string): Promise<ApiKeyRow | undefined> {
    return this.database.kysely
      .selectFrom('api_keys')
      .selectAll()
      .where('id', '=', keyId)
      .where('user_id', '=', userId)
      .where('revoked_at', 'is', null)
      .executeTakeFirst();
  }
}
