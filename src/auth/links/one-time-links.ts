import { Injectable } from '@nestjs/common';
import { type Kysely, sql, type Transaction } from 'kysely';
import { Database } from '../../database/database.js';
import type { Schema } from '../../database/schema.js';
import type { UserRow } from '../../database/tables/users.js';
import type { LinkTemplate } from '../../mail/mail.js';
import { mailLives } from '../../mail/mail-lives.js';
import { databaseNow, UserDirectory } from '../../users/user-directory.js';
import { linkTokenHash, newLinkToken } from './link-token.js';

/** A link of this purpose, which its token has proved. */
export interface OneTimeLink {
  userId: string;
  purpose: LinkTemplate;
  /** What takes effect with it, as it was given to `issue`. */
  data: unknown;
}

/**
 * Tokens of mailed links: bound to one purpose, used once, over after a while, and of each purpose only the newest of an
 * account is worth anything. Used up by one statement, so of any number of simultaneous uses one succeeds.
 */
@Injectable()
export class OneTimeLinks {
  constructor(
    private readonly database: Database,
    private readonly users: UserDirectory,
  ) {}

  /**
   * Makes the account's link of this purpose; an earlier one is void. The account's row is locked by the caller, or new.
   * @param data what takes effect with it.
   * @returns the token, which is not kept anywhere.
   */
  async issue(transaction: Transaction<Schema>, userId: string, purpose: LinkTemplate, data?: object): Promise<string> {
    const token = newLinkToken();
    const stored = {
      token_hash: linkTokenHash(token) as Buffer,
      data: data === undefined ? null : JSON.stringify(data),
      created_at: databaseNow,
      expires_at: sql<Date>`${databaseNow} + make_interval(secs => ${mailLives[purpose]})`,
    };
    await transaction
      .insertInto('one_time_links')
      .values({ user_id: userId, purpose, ...stored })
      .onConflict((conflict) => conflict.columns(['user_id', 'purpose']).doUpdateSet(stored))
      .execute();
    return token;
  }

  /** A look before anything expensive is done for the bearer. */
  look(token: string, purposes: readonly LinkTemplate[]): Promise<OneTimeLink | undefined> {
    const hash = linkTokenHash(token);
    if (hash === null) return Promise.resolve(undefined);
    return this.database.kysely
      .selectFrom('one_time_links')
      .select(['user_id as userId', 'purpose', 'data'])
      .where('token_hash', '=', hash)
      .where('purpose', 'in', purposes)
      .where('expires_at', '>', databaseNow)
      .executeTakeFirst();
  }

  /**
   * Uses the link up, with its account's row locked; undefined when it is none of these, used, replaced or too old. The
   * account is locked first here as everywhere, so that two changes of it queue up and never wait for each other.
   */
  async consume(
    transaction: Transaction<Schema>,
    { userId }: OneTimeLink,
    token: string,
    purposes: readonly LinkTemplate[],
  ): Promise<{ user: UserRow; link: OneTimeLink } | undefined> {
    const user = await this.users.locked(transaction, userId);
    const link = await transaction
      .deleteFrom('one_time_links')
      .where('token_hash', '=', linkTokenHash(token))
      .where('purpose', 'in', purposes)
      .where('expires_at', '>', databaseNow)
      .returning(['user_id as userId', 'purpose', 'data'])
      .executeTakeFirst();
    return user && link ? { user, link } : undefined;
  }

  /** True when the password of an account that nobody has entered was to be chosen anew, by a link used or not. */
  async contested(emailKey: string): Promise<boolean> {
    const link = await this.database.kysely
      .selectFrom('one_time_links')
      .innerJoin('users', 'users.id', 'one_time_links.user_id')
      .select('one_time_links.purpose')
      .where('users.email_key', '=', emailKey)
      .where('users.email_pending', '=', true)
      .where('one_time_links.purpose', '=', 'reset-password')
      .executeTakeFirst();
    return link !== undefined;
  }

  /** Makes the account's links void: all, or those of some purposes. */
  async cancel(store: Kysely<Schema>, userId: string, purposes?: readonly LinkTemplate[]): Promise<void> {
    let links = store.deleteFrom('one_time_links').where('user_id', '=', userId);
    if (purposes) links = links.where('purpose', 'in', purposes);
    await links.execute();
  }
}
