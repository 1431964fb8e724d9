import { Injectable } from '@nestjs/common';
import type { Transaction } from 'kysely';
import { Database } from '../../database/database.js';
import type { Schema } from '../../database/schema.js';
import type { UserRow } from '../../database/tables/users.js';
import type { LinkTemplate } from '../../mail/mail.js';
import { Problem } from '../../problem/problem.js';
import { AuthThrottle } from '../throttle/auth-throttle.js';
import { type OneTimeLink, OneTimeLinks } from './one-time-links.js';

/** The use of a mailed link, in two steps: proved first, for what must be known or is expensive, and then used up. */
@Injectable()
export class LinkUse {
  constructor(
    private readonly database: Database,
    private readonly links: OneTimeLinks,
    private readonly throttle: AuthThrottle,
  ) {}

  /**
   * Counts as a guess of the network unless the token is right.
   * @throws Problem `link_invalid` or `rate_limited`.
   */
  async prove(token: string, purposes: readonly LinkTemplate[], network: string): Promise<OneTimeLink> {
    const attempt = await this.throttle.guess('link_token', { network });
    let link: OneTimeLink | undefined;
    try {
      link = await this.links.look(token, purposes);
    } catch (error) {
      await attempt.cancelled();
      throw error;
    }
    if (!link) throw new Problem('link_invalid');
    await attempt.succeeded();
    return link;
  }

  /**
   * Uses a proved link up, together with its effect.
   * @throws Problem `link_invalid` when somebody was quicker, or what the effect throws: then the link is still good.
   */
  redeem<T>(
    proved: OneTimeLink,
    token: string,
    effect: (transaction: Transaction<Schema>, user: UserRow, link: OneTimeLink) => Promise<T>,
  ): Promise<T> {
    return this.database.transaction(async (transaction) => {
      const used = await this.links.consume(transaction, proved, token, [proved.purpose]);
      // A disabled account is told nothing by a link: it is void like any other.
      if (used?.user.status !== 'active') throw new Problem('link_invalid');
      return effect(transaction, used.user, used.link);
    });
  }
}
