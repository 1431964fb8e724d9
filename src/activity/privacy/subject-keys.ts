import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { type Kysely, sql } from 'kysely';
import { Configuration } from '../../config/configuration.js';
import { SecretBox } from '../../config/secret-box.js';
import type { Schema } from '../../database/schema.js';
import type { KeysBySubject } from './personal-fields.js';

const KEY_BYTES = 32;

/**
 * The keys under which the record seals what it says of people: one for each account, made with its first event and gone
 * with the account (`on delete cascade`). None is remembered: a look for each batch of events costs less than to be wrong
 * about who has left.
 */
@Injectable()
export class SubjectKeys {
  private readonly box: SecretBox;

  constructor(configuration: Configuration) {
    this.box = new SecretBox(configuration.secrets.data, 'subject keys');
  }

  /** Keys to seal with; made where there is none yet. A user who is not in the answer has no account. */
  async toSeal(store: Kysely<Schema>, userIds: readonly string[]): Promise<KeysBySubject> {
    const users = [...new Set(userIds)];
    const found = await this.read(store, users);
    const missing = users.filter((id) => !found.has(id));
    if (missing.length === 0) return found;
    await this.make(store, missing);
    // Of two instances that made one at once, the first counts.
    return new Map([...found, ...(await this.read(store, missing))]);
  }

  /** Keys to open with. */
  toOpen(store: Kysely<Schema>, userIds: readonly string[]): Promise<KeysBySubject> {
    return this.read(store, [...new Set(userIds)]);
  }

  private async read(store: Kysely<Schema>, userIds: readonly string[]): Promise<Map<string, Buffer>> {
    if (userIds.length === 0) return new Map();
    const rows = await store.selectFrom('subject_keys').selectAll().where('user_id', 'in', userIds).execute();
    return new Map(
      rows.flatMap((row) => {
        const key = this.box.open(row.key, row.user_id);
        return key === null ? [] : [[row.user_id, key] as const];
      }),
    );
  }

  /** For those of the users that have an account; in one order, so that two instances never wait in a circle. */
  private async make(store: Kysely<Schema>, userIds: readonly string[]): Promise<void> {
    const rows = userIds.map((id) => ({ id, key: this.box.seal(randomBytes(KEY_BYTES), id).toString('hex') }));
    await sql`
      insert into subject_keys (user_id, key)
      select users.id, decode(made.key, 'hex')
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as made (id uuid, key text)
      join users on users.id = made.id
      order by users.id
      on conflict (user_id) do nothing`.execute(store);
  }
}
