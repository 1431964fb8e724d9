import { Injectable, type OnModuleInit } from '@nestjs/common';
import { PersonalData } from '../../users/privacy/personal-data.js';
import { Usage } from './usage.js';

/** What an account sent by day. It goes with the account. */
@Injectable()
export class UsagePersonalData implements OnModuleInit {
  constructor(
    private readonly data: PersonalData,
    private readonly usage: Usage,
  ) {}

  onModuleInit(): void {
    this.data.add({ name: 'usage', export: (userId) => this.usage.all(userId) });
  }
}
