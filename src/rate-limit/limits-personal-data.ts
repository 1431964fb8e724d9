import { Injectable, type OnModuleInit } from '@nestjs/common';
import { userTag } from '../redis/keys.js';
import { PersonalData } from '../users/privacy/personal-data.js';
import { LimitDecider } from './limit-decider.js';

/** What the limiter holds of a user: the log of accepted requests. */
@Injectable()
export class LimitsPersonalData implements OnModuleInit {
  constructor(
    private readonly data: PersonalData,
    private readonly decider: LimitDecider,
  ) {}

  onModuleInit(): void {
    this.data.add({ name: 'limits', forget: (userId) => this.decider.reset(userTag(userId)) });
  }
}
