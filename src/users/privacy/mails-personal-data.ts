import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database } from '../../database/database.js';
import { fewRows } from './pages.js';
import { PersonalData } from './personal-data.js';

/** That mails were written to the user; what they said is sealed, and not kept once they are sent. */
@Injectable()
export class MailsPersonalData implements OnModuleInit {
  constructor(
    private readonly data: PersonalData,
    private readonly database: Database,
  ) {}

  onModuleInit(): void {
    this.data.add({ name: 'mails', export: (userId) => fewRows(this.mails(userId)) });
  }

  private mails(userId: string) {
    return this.database.kysely
      .selectFrom('mail_outbox')
      .select(['id', 'template', 'state', 'created_at', 'settled_at'])
      .where('user_id', '=', userId)
      .orderBy('created_at');
  }
}
