import { Injectable } from '@nestjs/common';
import type { EmailAddress } from '../../users/email-address.js';
import { AccountRecord } from '../account-record.js';
import { LinkRequests } from '../links/link-requests.js';
import { LinkUse } from '../links/link-use.js';
import type { RequestOrigin } from '../request-origin.js';
import { StrangerCap } from '../throttle/stranger-cap.js';

/**
 * The way around the cap on failed sign-ins from unknown networks: a mailed link lets the network on which it is followed
 * try. It proves the mailbox and nothing else, so the password is still needed.
 */
@Injectable()
export class SignInLinks {
  constructor(
    private readonly requests: LinkRequests,
    private readonly use: LinkUse,
    private readonly strangers: StrangerCap,
    private readonly record: AccountRecord,
  ) {}

  /** Sends the link if an account has the address; told to nobody, so this runs after the answer. */
  request(address: EmailAddress): Promise<void> {
    return this.requests.send(address, 'sign-in-link', (user) => user.password_hash !== null);
  }

  /** @throws Problem `link_invalid` or `rate_limited`. */
  async follow(token: string, origin: RequestOrigin): Promise<void> {
    const proved = await this.use.prove(token, ['sign-in-link'], origin.network);
    await this.use.redeem(proved, token, async (transaction, user) => {
      await this.strangers.admit(transaction, user.id, origin.network);
      await this.record.append(transaction, user, 'auth.network.admitted', origin);
    });
  }
}
