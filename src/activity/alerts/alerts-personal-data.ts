import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database } from '../../database/database.js';
import { fewRows } from '../../users/privacy/pages.js';
import { PersonalData } from '../../users/privacy/personal-data.js';

/** Alerts about an account, and what its owner did as an admin: the rows of the one go with it, those of the other stay. */
@Injectable()
export class AlertsPersonalData implements OnModuleInit {
  constructor(
    private readonly data: PersonalData,
    private readonly database: Database,
  ) {}

  onModuleInit(): void {
    this.data.add({ name: 'alerts', export: (userId) => fewRows(this.alerts(userId)) });
    this.data.add({ name: 'alert_acts', export: (userId) => fewRows(this.acts(userId)) });
    this.data.add({ name: 'alert_silences', export: (userId) => fewRows(this.silences(userId)) });
    this.data.add({ name: 'alert_channels', export: (userId) => fewRows(this.channels(userId)) });
  }

  private alerts(userId: string) {
    return this.database.kysely
      .selectFrom('alerts')
      .select(['id', 'scenario', 'severity', 'state', 'episode', 'fires', 'network_shown'])
      .select(['started_at', 'fired_at', 'resolved_at', 'false_positive', 'facts'])
      .where('user_id', '=', userId)
      .orderBy('started_at');
  }

  private acts(userId: string) {
    return this.database.kysely
      .selectFrom('alert_changes')
      .select(['alert_id', 'what', 'at', 'reason'])
      .where('by', '=', userId)
      .orderBy('seq');
  }

  private silences(userId: string) {
    return this.database.kysely
      .selectFrom('alert_silences')
      .select(['id', 'matchers', 'starts_at', 'ends_at', 'reason'])
      .where('created_by', '=', userId)
      .orderBy('id');
  }

  private channels(userId: string) {
    return this.database.kysely
      .selectFrom('alert_channels')
      .select(['id', 'name', 'kind', 'created_at'])
      .where('created_by', '=', userId)
      .orderBy('id');
  }
}
