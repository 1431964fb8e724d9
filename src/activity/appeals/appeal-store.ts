import { Injectable } from '@nestjs/common';
import type { Kysely, Transaction } from 'kysely';
import { Database } from '../../database/database.js';
import type { Schema } from '../../database/schema.js';
import type { AppealRow } from '../../database/tables/appeals.js';
import { databaseNow } from '../../users/user-directory.js';

export type AppealStatus = AppealRow['status'];

export interface AppealPage {
  rows: AppealRow[];
  nextCursor: string | null;
}

/** An appeal with whose it is. */
export type NamedAppeal = AppealRow & { email: string; name: string | null; plan: string };

/** The appeals as they are kept. Ids sort by time, so an id is where a page ends. */
@Injectable()
export class AppealStore {
  constructor(private readonly database: Database) {}

  insert(
    transaction: Transaction<Schema>,
    appeal: Pick<AppealRow, 'id' | 'user_id' | 'decision_id' | 'text'>,
  ): Promise<AppealRow> {
    return transaction
      .insertInto('appeals')
      .values({ ...appeal, status: 'open', created_at: databaseNow })
      .returningAll()
      .executeTakeFirstOrThrow();
  }

  /** Undefined when it is not open (any more). */
  answer(
    transaction: Transaction<Schema>,
    id: string,
    by: { status: 'accepted' | 'rejected'; answer: string; admin: string },
  ): Promise<AppealRow | undefined> {
    const { status, answer, admin } = by;
    return transaction
      .updateTable('appeals')
      .set({ status, answer, answered_by: admin, answered_at: databaseNow })
      .where('id', '=', id)
      .where('status', '=', 'open')
      .returningAll()
      .executeTakeFirst();
  }

  byId(id: string, store: Kysely<Schema> = this.database.kysely): Promise<NamedAppeal | undefined> {
    return this.named(store).where('appeals.id', '=', id).executeTakeFirst();
  }

  /** The newest about a decision. */
  ofDecision(
    userId: string,
    decisionId: string,
    store: Kysely<Schema> = this.database.kysely,
  ): Promise<AppealRow | undefined> {
    return store
      .selectFrom('appeals')
      .selectAll()
      .where('user_id', '=', userId)
      .where('decision_id', '=', decisionId)
      .orderBy('id', 'desc')
      .executeTakeFirst();
  }

  async ofUser(userId: string, page: { limit: number; after?: string | undefined }): Promise<AppealPage> {
    let rows = this.database.kysely.selectFrom('appeals').selectAll().where('user_id', '=', userId);
    if (page.after !== undefined) rows = rows.where('id', '<', page.after);
    return pageOf(
      await rows
        .orderBy('id', 'desc')
        .limit(page.limit + 1)
        .execute(),
      page.limit,
    );
  }

  async search(wish: {
    status?: AppealStatus | undefined;
    user?: string | undefined;
    limit: number;
    after?: string | undefined;
  }): Promise<{ rows: NamedAppeal[]; nextCursor: string | null }> {
    let rows = this.named(this.database.kysely);
    if (wish.status !== undefined) rows = rows.where('appeals.status', '=', wish.status);
    if (wish.user !== undefined) rows = rows.where('appeals.user_id', '=', wish.user);
    if (wish.after !== undefined) rows = rows.where('appeals.id', '<', wish.after);
    return pageOf(
      await rows
        .orderBy('appeals.id', 'desc')
        .limit(wish.limit + 1)
        .execute(),
      wish.limit,
    );
  }

  /** How many of an account are open, and how many were opened since then. */
  async counts(
    transaction: Transaction<Schema>,
    userId: string,
    since: Date,
  ): Promise<{ open: number; recent: number }> {
    return transaction
      .selectFrom('appeals')
      .select((row) => [
        row.fn.countAll<number>().filterWhere('status', '=', 'open').as('open'),
        row.fn.countAll<number>().filterWhere('created_at', '>', since).as('recent'),
      ])
      .where('user_id', '=', userId)
      .executeTakeFirstOrThrow();
  }

  private named(store: Kysely<Schema>) {
    return store
      .selectFrom('appeals')
      .innerJoin('users', 'users.id', 'appeals.user_id')
      .selectAll('appeals')
      .select(['users.email', 'users.name', 'users.plan']);
  }
}

function pageOf<T extends { id: string }>(found: T[], limit: number): { rows: T[]; nextCursor: string | null } {
  const rows = found.slice(0, limit);
  return { rows, nextCursor: found.length > limit ? (rows.at(-1)?.id ?? null) : null };
}
