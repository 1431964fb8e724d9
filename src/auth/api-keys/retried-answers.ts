import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { sql, type Transaction } from 'kysely';
import { Configuration } from '../../config/configuration.js';
import { SecretBox } from '../../config/secret-box.js';
import type { Schema } from '../../database/schema.js';
import { Problem } from '../../problem/problem.js';
import { databaseNow } from '../../users/user-directory.js';

/** How long a retry gets the answer of the first try. */
const KEPT = sql`interval '1 hour'`;

/** A request that may be sent again without its effect happening again (the `Idempotency-Key` field). */
export interface Retryable {
  userId: string;
  /** What the client sent as `Idempotency-Key`. */
  token: string;
  /** What is asked for, in words that are equal for equal requests. */
  request: string;
}

const form = /^[\x21-\x7e]{1,255}$/;

/** @throws Problem `validation_failed` for a header that is no such key. */
export function idempotencyToken(header: string | undefined): string | null {
  if (header === undefined) return null;
  if (form.test(header)) return header;
  throw new Problem('validation_failed', {
    errors: [{ pointer: '/Idempotency-Key', code: 'idempotency_key', message: 'must be 1 to 255 visible characters' }],
  });
}

/**
 * Keys that were shown, for clients whose answer was lost: a retry with the same Idempotency-Key gets the same key and
 * mints no other. A key is shown once, so what is kept must not be worth stealing: it is sealed under the data secret
 * together with the client's own Idempotency-Key, of which the database has only a hash.
 */
@Injectable()
export class RetriedAnswers {
  constructor(private readonly configuration: Configuration) {}

  /**
   * What was answered before, if it was. The caller holds the lock of a row that all tries lock.
   * @throws Problem `conflict` when the Idempotency-Key was used for something else.
   */
  async find(transaction: Transaction<Schema>, retryable: Retryable): Promise<string | null> {
    const { userId, token, request } = retryable;
    await transaction
      .deleteFrom('api_key_answers')
      .where('user_id', '=', userId)
      .where('created_at', '<', sql<Date>`${databaseNow} - ${KEPT}`)
      .execute();
    const row = await transaction
      .selectFrom('api_key_answers')
      .select(['request_hash', 'answer'])
      .where('user_id', '=', userId)
      .where('token_hash', '=', sha256(token))
      .executeTakeFirst();
    if (!row) return null;
    if (!row.request_hash.equals(sha256(request))) {
      throw new Problem('conflict', { detail: 'This Idempotency-Key was used for another request.' });
    }
    // Sealed under another data secret: as good as forgotten, and in the way of what is kept next.
    const answer = this.box(token).open(row.answer, userId);
    if (answer === null) throw new Problem('conflict', { detail: 'Send another Idempotency-Key.' });
    return answer.toString('utf8');
  }

  async keep(transaction: Transaction<Schema>, { userId, token, request }: Retryable, answer: string): Promise<void> {
    await transaction
      .insertInto('api_key_answers')
      .values({
        user_id: userId,
        token_hash: sha256(token),
        request_hash: sha256(request),
        answer: this.box(token).seal(Buffer.from(answer), userId),
        created_at: databaseNow,
      })
      .execute();
  }

  /** Forgets what no retry gets any more; returns how many. */
  async purge(transaction: Transaction<Schema>): Promise<number> {
    const { numDeletedRows } = await transaction
      .deleteFrom('api_key_answers')
      .where('created_at', '<', sql<Date>`${databaseNow} - ${KEPT}`)
      .executeTakeFirst();
    return Number(numDeletedRows);
  }

  private box(token: string): SecretBox {
    return new SecretBox(this.configuration.secrets.data, `api key answer ${token}`);
  }
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
