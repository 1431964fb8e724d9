import { Injectable } from '@nestjs/common';
import { type Expression, sql, type SqlBool } from 'kysely';
import { Database } from '../../database/database.js';
import type { UserRow } from '../../database/tables/users.js';
import { Problem } from '../../problem/problem.js';

export interface UserFilter {
  query?: string | undefined;
  plan?: string | undefined;
  status?: 'active' | 'disabled' | undefined;
  role?: 'user' | 'admin' | undefined;
  kind?: 'person' | 'service' | undefined;
  cursor?: string | undefined;
  limit: number;
}

export interface UserPage {
  rows: UserRow[];
  /** Null on the last page. */
  nextCursor: string | null;
}

/** The admin's list: newest first, in keyset pages, so a page costs the same however far in it is. */
@Injectable()
export class UserSearch {
  constructor(private readonly database: Database) {}

  /** @throws Problem `validation_failed` for a cursor that no page has given. */
  async page(filter: UserFilter): Promise<UserPage> {
    let users = this.database.kysely
      .selectFrom('users')
      .selectAll()
      .orderBy('created_at', 'desc')
      .orderBy('id', 'desc')
      .limit(filter.limit + 1);
    for (const column of ['plan', 'status', 'role', 'kind'] as const) {
      const wanted = filter[column];
      if (wanted !== undefined) users = users.where(column, '=', wanted);
    }
    if (filter.query !== undefined) {
      users = users.where(matches(filter.query));
    }
    if (filter.cursor !== undefined) {
      const { createdAt, id } = readCursor(filter.cursor);
      users = users.where((row) => row(row.refTuple('created_at', 'id'), '<', row.tuple(createdAt, id)));
    }
    const found = await users.execute();
    const rows = found.slice(0, filter.limit);
    const last = rows.at(-1);
    return { rows, nextCursor: found.length > filter.limit && last ? writeCursor(last) : null };
  }
}

/** As in the index `users_search`, or it is not used. */
const searched = sql<string>`(email || chr(10) || coalesce(name, ''))`;

/** As in the index `users_domain`. */
const domain = sql<string>`split_part(email_key, '@', 2)`;

/**
 * With an @ it is an address from its beginning, or a whole domain: what is asked most, and found by one look into an
 * index. Otherwise three characters or more are found anywhere in address or name. Fewer make no trigram, and
 * would read every row where they are rare: they are looked for at the beginning of either.
 */
function matches(query: string): Expression<SqlBool> {
  const literal = query.replace(/[\\%_]/g, '\\$&');
  // Of other scripts the keys hold another form: the parts are then compared as they are shown.
  const at = /^[!-~]+$/.test(query) ? literal.indexOf('@') : -1;
  if (at === 0) return sql<SqlBool>`${domain} = ${query.slice(1).toLowerCase()}`;
  if (at > 0) return sql<SqlBool>`email_key like ${`${literal.toLowerCase()}%`}`;
  if ([...query].length >= 3) return sql<SqlBool>`${searched} ilike ${`%${literal}%`}`;
  return sql<SqlBool>`(${searched} ilike ${`${literal}%`} or ${searched} ilike ${`%\n${literal}%`})`;
}

function writeCursor({ created_at, id }: UserRow): string {
  return Buffer.from(`${created_at.getTime()} ${id}`).toString('base64url');
}

function readCursor(cursor: string): { createdAt: Date; id: string } {
  const text = Buffer.from(cursor, 'base64url').toString('latin1');
  const match = /^(\d{1,15}) ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.exec(text);
  if (!match) {
    const errors = [{ pointer: '/cursor', code: 'cursor', message: 'must be the next_cursor of an earlier page' }];
    throw new Problem('validation_failed', { errors });
  }
  return { createdAt: new Date(Number(match[1])), id: match[2] as string };
}
