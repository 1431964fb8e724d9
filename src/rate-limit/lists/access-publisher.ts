import { Injectable } from '@nestjs/common';
import type { UserRow } from '../../database/tables/users.js';
import { Mirrors } from '../../users/mirrors.js';
import { LimitChannel } from '../instances/limit-channel.js';

/** Makes every instance act on a change of the lists that is committed. */
@Injectable()
export class AccessPublisher {
  constructor(
    private readonly mirrors: Mirrors,
    private readonly channel: LimitChannel,
  ) {}

  /**
   * Called after COMMIT and before the answer. Never throws: the change stands, and instances find it by themselves.
   * @param user the account that the change was about; null when it was about a network.
   */
  async publish(user: UserRow | null): Promise<void> {
    await (user === null ? this.channel.announce('lists') : this.mirrors.publishAccount(user));
  }
}
