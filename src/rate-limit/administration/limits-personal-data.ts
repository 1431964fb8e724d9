import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database } from '../../database/database.js';
import { userTag } from '../../redis/keys.js';
import { fewRows } from '../../users/privacy/pages.js';
import { PersonalData } from '../../users/privacy/personal-data.js';
import { LimitDecider } from '../limit-decider.js';

/** What the limiter holds of a user: what admins decided about them, and the log of accepted requests. */
@Injectable()
export class LimitsPersonalData implements OnModuleInit {
  constructor(
    private readonly data: PersonalData,
    private readonly decider: LimitDecider,
    private readonly database: Database,
  ) {}

  onModuleInit(): void {
    this.data.add({
      name: 'access_entries',
      export: (userId) => fewRows(this.entries(userId)),
      forget: (userId) => this.decider.reset(userTag(userId)),
    });
  }

  private entries(userId: string) {
    return this.database.kysely
      .selectFrom('access_entries')
      .select(['list', 'reason', 'created_at', 'expires_at'])
      .where('user_id', '=', userId);
  }
}
