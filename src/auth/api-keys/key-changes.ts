import { Injectable } from '@nestjs/common';
import type { ApiKeyRow } from '../../database/tables/api-keys.js';
import { Mirrors } from '../../users/mirrors.js';
import { databaseNow } from '../../users/user-directory.js';
import { ApiKeyDirectory } from './api-key-directory.js';
import { KeyBounds } from './key-bounds.js';
import { type KeyAct, KeyRecord } from './key-record.js';
import { keyEntries } from './key-state.js';
import { grantedPermissions, type KeyWish, widens } from './key-wishes.js';

/** Changes and ends keys: committed, then told to Redis, then answered, so that it holds everywhere at once. */
@Injectable()
export class KeyChanges {
  constructor(
    private readonly directory: ApiKeyDirectory,
    private readonly record: KeyRecord,
    private readonly mirrors: Mirrors,
    private readonly bounds: KeyBounds,
  ) {}

  /**
   * @param mayWiden called when the key could do more afterwards; what it throws stops the change.
   * @throws Problem `not_found`, `insufficient_scope` for a permission that the owner lacks, or `validation_failed`.
   */
  async change(keyId: string, wish: KeyWish, mayWiden: () => void, act: KeyAct): Promise<ApiKeyRow> {
    const { row, changed } = await this.directory.ofKey(act.ownerId, keyId, async (transaction, owner, key) => {
      const reach = {
        permissions: wish.permissions === undefined ? key.permissions : grantedPermissions(wish.permissions, owner),
        expires_at: wish.expires_at === undefined ? key.expires_at : this.bounds.expiry(wish.expires_at),
        rate_limit: wish.rate_limit === undefined ? key.rate_limit : this.bounds.rateLimit(wish.rate_limit, owner),
      };
      if (widens(key, reach)) mayWiden();
      if (Object.values(wish).every((value) => value === undefined)) return { row: key, changed: false };
      const row = await transaction
        .updateTable('api_keys')
        .set({ ...reach, name: wish.name ?? key.name, version: key.version + 1, updated_at: databaseNow })
        .where('id', '=', keyId)
        .returningAll()
        .executeTakeFirstOrThrow();
      await this.record.append(transaction, 'key.updated', row, act);
      return { row, changed: true };
    });
    if (changed) await this.mirrors.publish(act.ownerId, keyEntries(row));
    return row;
  }

  /** Ends a key with all its secrets. @throws Problem `not_found`. */
  async revoke(keyId: string, act: KeyAct): Promise<void> {
    const revoked = await this.directory.ofKey(act.ownerId, keyId, async (transaction, _owner, key) => {
      const row = await transaction
        .updateTable('api_keys')
        .set({ revoked_at: databaseNow, updated_at: databaseNow, version: key.version + 1 })
        .where('id', '=', keyId)
        .returningAll()
        .executeTakeFirstOrThrow();
      await this.record.append(transaction, 'key.revoked', row, act);
      return row;
    });
    await this.mirrors.publish(act.ownerId, keyEntries(revoked));
  }
}
