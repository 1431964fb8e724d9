import { Injectable } from '@nestjs/common';
import type { UserRow } from '../../database/tables/users.js';
import { userTag } from '../../redis/keys.js';
import { Mirrors } from '../../users/mirrors.js';
import { LimitChannel } from '../limit-channel.js';

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
    if (user === null) return this.channel.announce('lists');
    await this.mirrors.publishAccount(user);
    await this.channel.announce(userTag(user.id));
  }
}
