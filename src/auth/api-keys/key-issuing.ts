import { Injectable } from '@nestjs/common';
import { sql, type Transaction } from 'kysely';
import type { Schema } from '../../database/schema.js';
import type { ApiKeyRow } from '../../database/tables/api-keys.js';
import { Problem } from '../../problem/problem.js';
import { databaseNow } from '../../users/user-directory.js';
import { Mirrors } from '../../users/mirrors.js';
import { ApiKeyDirectory } from './api-key-directory.js';
import { DEFAULT_OVERLAP } from './api-keys.dto.js';
import { KeyBounds } from './key-bounds.js';
import { type KeyAct, KeyRecord } from './key-record.js';
import { keyEntries } from './key-state.js';
import { keyHash, newKeyId, newKeyText } from './key-text.js';
import { grantedPermissions, type KeyWish } from './key-wishes.js';
import { RetriedAnswers, type Retryable } from './retried-answers.js';

/** A key with its text, which nobody gets to see again. */
export interface IssuedKey {
  row: ApiKeyRow;
  text: string;
}

export interface RotationWish {
  grace_seconds?: number | undefined;
  /** ISO 8601; absent stays as it is, null is never. */
  expires_at?: string | null | undefined;
}

/** Makes keys and gives them new secrets. The owner's row is locked meanwhile, so that tries in parallel queue. */
@Injectable()
export class KeyIssuing {
  constructor(
    private readonly directory: ApiKeyDirectory,
    private readonly answers: RetriedAnswers,
    private readonly record: KeyRecord,
    private readonly mirrors: Mirrors,
    private readonly bounds: KeyBounds,
  ) {}

  /**
   * @param token the client's Idempotency-Key.
   * @throws Problem `not_found` for an owner that is not there, `insufficient_scope` for a permission that it lacks,
   * `validation_failed`, or `conflict` when it has as many keys as it may.
   */
  create(wish: KeyWish & { name: string }, token: string | null, act: KeyAct): Promise<IssuedKey> {
    return this.directory.ofOwner(act.ownerId, (transaction, owner) =>
      this.once(transaction, retryable(token, act, `create ${JSON.stringify(wish)}`), async () => {
        const permissions = grantedPermissions(wish.permissions, owner);
        const expires_at = this.bounds.expiry(wish.expires_at);
        const rate_limit = this.bounds.rateLimit(wish.rate_limit ?? null, owner);
        await this.refuseTooMany(transaction, owner.id);
        const { id, text } = newKeyText(newKeyId());
        const row = await transaction
          .insertInto('api_keys')
          .values({
            id,
            user_id: owner.id,
            name: wish.name,
            permissions,
            rate_limit,
            secret_hash: keyHash(text),
            last4: text.slice(-4),
            expires_at,
            created_at: databaseNow,
            updated_at: databaseNow,
          })
          .returningAll()
          .executeTakeFirstOrThrow();
        await this.record.append(transaction, 'key.created', row, act);
        await this.record.notify(transaction, 'new_api_key', row, owner, act);
        return { row, text };
      }),
    );
  }

  /**
   * Gives a key another secret. The one before holds on for `grace_seconds`, but no longer than it would have; one that
   * was already on its way out ends now.
   * @throws Problem `not_found`, `validation_failed`, or `conflict` for a key that has expired and is given no new time.
   */
  async rotate(keyId: string, wish: RotationWish, token: string | null, act: KeyAct): Promise<IssuedKey> {
    const issued = await this.directory.ofKey(act.ownerId, keyId, (transaction, owner, key) =>
      this.once(transaction, retryable(token, act, `rotate ${keyId} ${JSON.stringify(wish)}`), async () => {
        const expires_at = this.expiryAfter(key, wish.expires_at);
        const grace = wish.grace_seconds ?? DEFAULT_OVERLAP;
        const { text } = newKeyText(keyId);
        const overlap = sql<Date>`least(${key.expires_at}::timestamptz, ${databaseNow} + make_interval(secs => ${grace}))`;
        const row = await transaction
          .updateTable('api_keys')
          .set({
            generation: key.generation + 1,
            version: key.version + 1,
            secret_hash: keyHash(text),
            last4: text.slice(-4),
            previous_hash: grace === 0 ? null : key.secret_hash,
            previous_expires_at: grace === 0 ? null : overlap,
            expires_at,
            updated_at: databaseNow,
          })
          .where('id', '=', keyId)
          .returningAll()
          .executeTakeFirstOrThrow();
        await this.record.append(transaction, 'key.rotated', row, act);
        await this.record.notify(transaction, 'api_key_rotated', row, owner, act);
        return { row, text };
      }),
    );
    await this.mirrors.publish(act.ownerId, keyEntries(issued.row));
    return issued;
  }

  private expiryAfter(key: ApiKeyRow, wish: string | null | undefined): Date | null {
    if (wish !== undefined) return this.bounds.expiry(wish);
    if (key.expires_at !== null && key.expires_at.getTime() <= Date.now()) {
      throw new Problem('conflict', {
        detail: 'The key has expired: say with `expires_at` how long the new secret holds.',
      });
    }
    return key.expires_at;
  }

  /** What an earlier try was answered, or what `issue` makes now. */
  private async once(
    transaction: Transaction<Schema>,
    retryable: Retryable | null,
    issue: () => Promise<IssuedKey>,
  ): Promise<IssuedKey> {
    if (retryable === null) return issue();
    const text = await this.answers.find(transaction, retryable);
    if (text !== null) return { row: await rowOf(transaction, text), text };
    const issued = await issue();
    await this.answers.keep(transaction, retryable, issued.text);
    return issued;
  }

  private async refuseTooMany(transaction: Transaction<Schema>, userId: string): Promise<void> {
    const most = this.bounds.mostKeys;
    const { count } = await transaction
      .selectFrom('api_keys')
      .select((column) => column.fn.countAll<number>().as('count'))
      .where('user_id', '=', userId)
      .where('revoked_at', 'is', null)
      .where((key) => key.or([key('expires_at', 'is', null), key('expires_at', '>', databaseNow)]))
      .executeTakeFirstOrThrow();
    if (Number(count) < most) return;
    throw new Problem('conflict', { detail: `An account has at most ${most} API keys: revoke one first.` });
  }
}

/** Scoped to who asks, so that one admin's retry never shows another admin's key. */
function retryable(token: string | null, { ownerId, actor }: KeyAct, request: string): Retryable | null {
  return token === null ? null : { userId: ownerId, token: `${actor.id} ${token}`, request };
}

async function rowOf(transaction: Transaction<Schema>, text: string): Promise<ApiKeyRow> {
  const row = await transaction
    .selectFrom('api_keys')
    .selectAll()
    .where('id', '=', text.slice(4, 16))
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  if (!row) throw new Problem('conflict', { detail: 'The key that this request made was revoked.' });
  return row;
}
