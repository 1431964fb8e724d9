import { Injectable } from '@nestjs/common';
import { type Kysely, type Transaction } from 'kysely';
import { uuidv7 } from 'uuidv7';
import { Database } from '../../database/database.js';
import type { Schema } from '../../database/schema.js';
import type { AccessEntryRow } from '../../database/tables/access-entries.js';
import { databaseNow } from '../../users/user-directory.js';
import type { AccessList, EntrySubject, EntryType } from './access-entry.js';

export interface EntryFilter {
  type?: EntryType | undefined;
  subject?: EntrySubject | undefined;
  /** Default: those that count now. */
  status?: 'active' | 'expired' | 'all' | undefined;
  /** Id of the last entry of the page before. */
  after?: string | undefined;
  limit: number;
}

export interface EntryPage {
  rows: AccessEntryRow[];
  /** Null on the last page. */
  nextCursor: string | null;
}

export interface NewEntry {
  list: AccessList;
  subject: EntrySubject;
  reason: string;
  expiresAt: Date | null;
  createdBy: string;
}

/** The rows of both lists. What follows from a change is in AccessAdministration. */
@Injectable()
export class AccessEntries {
  constructor(private readonly database: Database) {}

  /** Newest first, in keyset pages: ids sort by time. */
  async page(list: AccessList, { type, subject, status = 'active', after, limit }: EntryFilter): Promise<EntryPage> {
    let entries = this.database.kysely
      .selectFrom('access_entries')
      .selectAll()
      .where('list', '=', list)
      .orderBy('id', 'desc')
      .limit(limit + 1);
    if (type === 'user') entries = entries.where('user_id', 'is not', null);
    if (type === 'ip')
      entries = entries.where((row) => row.or([row('network', 'not like', '%/%'), row('network', 'like', '%/64')]));
    if (type === 'cidr') entries = entries.where('network', 'like', '%/%').where('network', 'not like', '%/64');
    if (subject?.type === 'user') entries = entries.where('user_id', '=', subject.userId);
    else if (subject !== undefined) entries = entries.where('network', '=', subject.network);
    if (status === 'active') {
      entries = entries.where((row) => row.or([row('expires_at', 'is', null), row('expires_at', '>', databaseNow)]));
    }
    if (status === 'expired') entries = entries.where('expires_at', '<=', databaseNow);
    if (after !== undefined) entries = entries.where('id', '<', after);
    const found = await entries.execute();
    const rows = found.slice(0, limit);
    return { rows, nextCursor: found.length > limit ? (rows.at(-1)?.id ?? null) : null };
  }

  byId(
    list: AccessList,
    id: string,
    store: Kysely<Schema> = this.database.kysely,
  ): Promise<AccessEntryRow | undefined> {
    return store
      .selectFrom('access_entries')
      .selectAll()
      .where('list', '=', list)
      .where('id', '=', id)
      .executeTakeFirst();
  }

  /** Those of these ids that are still there. */
  async byIds(ids: readonly string[]): Promise<AccessEntryRow[]> {
    if (ids.length === 0) return [];
    return this.database.kysely.selectFrom('access_entries').selectAll().where('id', 'in', ids).orderBy('id').execute();
  }

  /** Those of one account, at most one of each list; ended ones too. */
  ofUser(userId: string, store: Kysely<Schema> = this.database.kysely): Promise<AccessEntryRow[]> {
    return store.selectFrom('access_entries').selectAll().where('user_id', '=', userId).execute();
  }

  /** Puts an entry in the place of an ended one; undefined when there is one that still counts. */
  async insert(transaction: Transaction<Schema>, entry: NewEntry): Promise<AccessEntryRow | undefined> {
    const { list, subject, reason, expiresAt, createdBy } = entry;
    const user_id = subject.type === 'user' ? subject.userId : null;
    const network = subject.type === 'user' ? null : subject.network;
    await transaction
      .deleteFrom('access_entries')
      .where('list', '=', list)
      .where(user_id === null ? 'network' : 'user_id', '=', user_id ?? network)
      .where('expires_at', '<=', databaseNow)
      .execute();
    return transaction
      .insertInto('access_entries')
      .values({
        id: uuidv7(),
        list,
        user_id,
        network,
        reason,
        expires_at: expiresAt,
        created_by: createdBy,
        created_at: databaseNow,
      })
      .onConflict((conflict) => conflict.doNothing())
      .returningAll()
      .executeTakeFirst();
  }

  update(
    transaction: Transaction<Schema>,
    id: string,
    change: { reason: string; expires_at: Date | null },
  ): Promise<AccessEntryRow> {
    return transaction
      .updateTable('access_entries')
      .set(change)
      .where('id', '=', id)
      .returningAll()
      .executeTakeFirstOrThrow();
  }

  async remove(transaction: Transaction<Schema>, id: string): Promise<void> {
    await transaction.deleteFrom('access_entries').where('id', '=', id).execute();
  }

  /**
   * Says that the listed networks change, and makes such changes take turns until they are committed. Returns how many
   * networks are listed.
   */
  async networksChange(transaction: Transaction<Schema>): Promise<number> {
    await transaction
      .updateTable('network_lists_version')
      .set((row) => ({ version: row('version', '+', 1) }))
      .execute();
    const { count } = await transaction
      .selectFrom('access_entries')
      .select((row) => row.fn.countAll<number>().as('count'))
      .where('network', 'is not', null)
      .executeTakeFirstOrThrow();
    return Number(count);
  }
}
