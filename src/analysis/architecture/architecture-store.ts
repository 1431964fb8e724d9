import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '../../database/database.js';
import type { View, ViewName } from '../../engine/architecture/architecture-report.js';
import type { ArchitectureResult } from './architecture-result.js';

/** Kept results of users, read by their owners alone. */
@Injectable()
export class ArchitectureStore {
  constructor(private readonly database: Database) {}

  /** Keeps a result; a client that asks for it right after its answer finds it. */
  async keep(userId: string, result: ArchitectureResult, sha256: string): Promise<void> {
    await this.database.kysely
      .insertInto('architectures')
      .values({
        id: result.id,
        user_id: userId,
        created_at: new Date(),
        sha256,
        files: result.coverage.files.analysed,
        partial: result.partial,
        result: JSON.stringify(result),
      })
      .execute();
  }

  /** The result when there is one and it is the user's own, else null. */
  async find(userId: string, id: string): Promise<ArchitectureResult | null> {
    const row = await this.database.kysely
      .selectFrom('architectures')
      .select('result')
      .where('id', '=', id)
      .where('user_id', '=', userId)
      .executeTakeFirst();
    return (row?.result as ArchitectureResult | undefined) ?? null;
  }

  /** One view of a result: the whole of it can be a hundred times as large. */
  async findView(userId: string, id: string, view: ViewName): Promise<View | null> {
    const row = await this.database.kysely
      .selectFrom('architectures')
      .select(sql<View | null>`result -> 'views' -> ${sql.lit(view)}`.as('view'))
      .where('id', '=', id)
      .where('user_id', '=', userId)
      .executeTakeFirst();
    return row?.view ?? null;
  }
}
