import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database } from '../database/database.js';
import { PersonalData } from '../users/privacy/personal-data.js';

/** What this room holds of a person: sign-ins, keys, second factor. Never what would prove somebody to be them. */
@Injectable()
export class AuthPersonalData implements OnModuleInit {
  constructor(
    private readonly data: PersonalData,
    private readonly database: Database,
  ) {}

  onModuleInit(): void {
    this.data.add({ name: 'sessions', export: (userId) => this.sessions(userId) });
    this.data.add({ name: 'api_keys', export: (userId) => this.apiKeys(userId) });
  }

  private async *sessions(userId: string): AsyncGenerator<unknown> {
    yield* await this.database.kysely
      .selectFrom('sessions')
      .select([
        'id',
        'created_at',
        'last_used_at',
        'idle_expires_at',
        'absolute_expires_at',
        'ended_at',
        'end_reason',
        'user_agent',
        'network',
      ])
      .where('user_id', '=', userId)
      .orderBy('created_at')
      .execute();
  }

  private async *apiKeys(userId: string): AsyncGenerator<unknown> {
    yield* await this.database.kysely
      .selectFrom('api_keys')
      .select([
        'id',
        'name',
        'permissions',
        'last4',
        'rate_limit',
        'expires_at',
        'revoked_at',
        'created_at',
        'last_used_at',
        'last_used_network',
        'use_count',
      ])
      .where('user_id', '=', userId)
      .orderBy('created_at')
      .execute();
  }
}
