import { Injectable } from '@nestjs/common';
import { Database } from '../../database/database.js';
import { lookAgain } from '../../ids/look-again.js';
import type { AnalysisResult, AnalysisSummary } from './analysis-result.js';
import { ResultWriter } from './result-writer.js';

export interface ResultPage {
  items: AnalysisSummary[];
  /** Null on the last page. */
  next_cursor: string | null;
}

/** How long a result that another instance has answered may take to be written. */
const PATIENCE = { youngMs: 2_000, latencyMs: 450 } as const;

/** A user's kept results. */
@Injectable()
export class ResultReader {
  constructor(
    private readonly database: Database,
    private readonly writer: ResultWriter,
  ) {}

  /** The result when there is one and it is the user's own, else null. */
  async find(userId: string, id: string): Promise<AnalysisResult | null> {
    return this.writer.find(userId, id) ?? lookAgain(id, PATIENCE, () => this.read(userId, id));
  }

  /** Deletes a result; false when there is none, or it is not the user's own. */
  async remove(userId: string, id: string): Promise<boolean> {
    if ((await this.find(userId, id)) === null) return false;
    await this.writer.flush();
    const { numDeletedRows } = await this.database.kysely
      .deleteFrom('analyses')
      .where('id', '=', id)
      .where('user_id', '=', userId)
      .executeTakeFirst();
    return numDeletedRows > 0n;
  }

  private async read(userId: string, id: string): Promise<AnalysisResult | null> {
    const row = await this.database.kysely
      .selectFrom('analyses')
      .select('result')
      .where('id', '=', id)
      .where('user_id', '=', userId)
      .executeTakeFirst();
    return (row?.result as AnalysisResult | undefined) ?? null;
  }

  /** Newest first, in keyset pages. @param before the id that the page before ended with. */
  async page(userId: string, limit: number, before: string | undefined): Promise<ResultPage> {
    await this.writer.flush();
    let query = this.database.kysely
      .selectFrom('analyses')
      .select(['id', 'created_at', 'language', 'filename', 'sha256', 'dangerous', 'partial', 'findings'])
      .where('user_id', '=', userId)
      .orderBy('id', 'desc')
      .limit(limit + 1);
    if (before !== undefined) query = query.where('id', '<', before);
    const rows = await query.execute();
    const items = rows.slice(0, limit).map((row): AnalysisSummary => {
      const { created_at, ...rest } = row;
      return { ...rest, state: 'completed', created_at: created_at.toISOString() };
    });
    return { items, next_cursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null };
  }
}
