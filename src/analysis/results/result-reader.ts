import { setTimeout as pause } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { Database } from '../../database/database.js';
import type { AnalysisResult, AnalysisSummary } from './analysis-result.js';
import { ResultWriter } from './result-writer.js';

export interface ResultPage {
  items: AnalysisSummary[];
  /** Null on the last page. */
  next_cursor: string | null;
}

/** How old a result can be that another instance has answered and not written yet, ms, with room for clocks that differ. */
const YOUNG_MS = 2_000;
/** When one so young is looked for again, ms after the look before. */
const PAUSES_MS = [30, 60, 120, 240] as const;

/** A user's kept results. */
@Injectable()
export class ResultReader {
  constructor(
    private readonly database: Database,
    private readonly writer: ResultWriter,
  ) {}

  /** The result when there is one and it is the user's own, else null. */
  async find(userId: string, id: string): Promise<AnalysisResult | null> {
    let found = this.writer.find(userId, id) ?? (await this.read(userId, id));
    for (const ms of isYoung(id) ? PAUSES_MS : []) {
      if (found !== null) break;
      await pause(ms);
      found = await this.read(userId, id);
    }
    return found;
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

/** By the time that a UUIDv7 begins with. */
function isYoung(id: string): boolean {
  return Math.abs(Date.now() - Number.parseInt(id.replace('-', '').slice(0, 12), 16)) < YOUNG_MS;
}
