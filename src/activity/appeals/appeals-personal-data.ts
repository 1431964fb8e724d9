import { Injectable, type OnModuleInit } from '@nestjs/common';
import { fewRows } from '../../users/privacy/pages.js';
import { PersonalData } from '../../users/privacy/personal-data.js';
import { Database } from '../../database/database.js';

/** What a user wrote in appeals, and what was answered. It goes with the account. */
@Injectable()
export class AppealsPersonalData implements OnModuleInit {
  constructor(
    private readonly data: PersonalData,
    private readonly database: Database,
  ) {}

  onModuleInit(): void {
    this.data.add({ name: 'appeals', export: (userId) => fewRows(this.appeals(userId)) });
  }

  private appeals(userId: string) {
    return this.database.kysely
      .selectFrom('appeals')
      .select(['id', 'decision_id', 'text', 'status', 'created_at', 'answer', 'answered_at'])
      .where('user_id', '=', userId)
      .orderBy('id');
  }
}
