import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database } from '../../database/database.js';
import { everyRow } from '../../users/privacy/pages.js';
import { PersonalData } from '../../users/privacy/personal-data.js';
import { ResultWriter } from './result-writer.js';

/** A result may be a megabyte: few at a time. */
const PAGE = 10;

/** The kept results of analyses and architectures: a user's data as much as the account. */
@Injectable()
export class ResultsPersonalData implements OnModuleInit {
  constructor(
    private readonly data: PersonalData,
    private readonly database: Database,
    private readonly writer: ResultWriter,
  ) {}

  onModuleInit(): void {
    this.data.add({ name: 'analyses', export: (userId) => this.analyses(userId) });
    this.data.add({ name: 'architectures', export: (userId) => this.results('architectures', userId) });
  }

  private async *analyses(userId: string): AsyncGenerator<unknown> {
    // What waits to be written is stored as well.
    await this.writer.flush();
    yield* this.results('analyses', userId);
  }

  private results(table: 'analyses' | 'architectures', userId: string): AsyncGenerator<unknown> {
    return everyRow(PAGE, (after: { id: string } | null) => {
      const rows = this.database.kysely.selectFrom(table).select(['id', 'created_at', 'sha256', 'result']);
      const owned = rows.where('user_id', '=', userId).orderBy('id', 'desc').limit(PAGE);
      return (after === null ? owned : owned.where('id', '<', after.id)).execute();
    });
  }
}
