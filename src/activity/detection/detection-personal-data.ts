import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database } from '../../database/database.js';
import { fewRows } from '../../users/privacy/pages.js';
import { PersonalData } from '../../users/privacy/personal-data.js';

/** What detection keeps of a person in the database: the copy of their state, and what admins have set instead of it. */
@Injectable()
export class DetectionPersonalData implements OnModuleInit {
  constructor(
    private readonly data: PersonalData,
    private readonly database: Database,
  ) {}

  onModuleInit(): void {
    this.data.add({ name: 'behaviour_overrides', export: (userId) => fewRows(this.overrides(userId)) });
    this.data.add({ name: 'behaviour_state', export: (userId) => fewRows(this.states(userId)) });
  }

  private overrides(userId: string) {
    return this.database.kysely
      .selectFrom('behaviour_overrides')
      .select(['what', 'value', 'reason', 'created_at', 'expires_at'])
      .where('user_id', '=', userId);
  }

  private states(userId: string) {
    return this.database.kysely
      .selectFrom('detection_states')
      .select(['state', 'at', 'copied_at'])
      .where('user_id', '=', userId);
  }
}
