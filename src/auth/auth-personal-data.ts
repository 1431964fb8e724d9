import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database } from '../database/database.js';
import { fewRows } from '../users/privacy/pages.js';
import { PersonalData } from '../users/privacy/personal-data.js';

/** What this room holds of a person. Never what would prove somebody to be them: hashes, secrets, codes. */
@Injectable()
export class AuthPersonalData implements OnModuleInit {
  constructor(
    private readonly data: PersonalData,
    private readonly database: Database,
  ) {}

  onModuleInit(): void {
    this.data.add({ name: 'sessions', export: (userId) => fewRows(this.sessions(userId)) });
    this.data.add({ name: 'api_keys', export: (userId) => fewRows(this.apiKeys(userId)) });
    this.data.add({ name: 'second_factors', export: (userId) => fewRows(this.secondFactors(userId)) });
    this.data.add({ name: 'identities', export: (userId) => fewRows(this.identities(userId)) });
    this.data.add({ name: 'admitted_networks', export: (userId) => fewRows(this.admittedNetworks(userId)) });
  }

  private sessions(userId: string) {
    return this.database.kysely
      .selectFrom('sessions')
      .select(['id', 'created_at', 'last_used_at', 'idle_expires_at', 'absolute_expires_at'])
      .select(['ended_at', 'end_reason', 'user_agent', 'network'])
      .where('user_id', '=', userId)
      .orderBy('created_at');
  }

  private apiKeys(userId: string) {
    return this.database.kysely
      .selectFrom('api_keys')
      .select(['id', 'name', 'permissions', 'rate_limit', 'last4', 'created_at', 'expires_at', 'revoked_at'])
      .select(['last_used_at', 'last_used_network', 'use_count'])
      .where('user_id', '=', userId)
      .orderBy('created_at');
  }

  private secondFactors(userId: string) {
    return this.database.kysely
      .selectFrom('totp_factors')
      .select(['created_at', 'confirmed_at'])
      .where('user_id', '=', userId);
  }

  private identities(userId: string) {
    return this.database.kysely
      .selectFrom('oidc_identities')
      .select(['issuer', 'subject', 'created_at', 'last_used_at'])
      .where('user_id', '=', userId);
  }

  private admittedNetworks(userId: string) {
    return this.database.kysely
      .selectFrom('admitted_networks')
      .select(['network', 'expires_at'])
      .where('user_id', '=', userId);
  }
}
