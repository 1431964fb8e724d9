import { Injectable } from '@nestjs/common';
import type { Transaction } from 'kysely';
import { z } from 'zod';
import type { Schema } from '../../database/schema.js';
import type { UserRow } from '../../database/tables/users.js';
import { UserDirectory } from '../../users/user-directory.js';
import { AccountRecord } from '../account-record.js';
import { LinkUse } from '../links/link-use.js';
import { type OneTimeLink, OneTimeLinks } from '../links/one-time-links.js';
import type { RequestOrigin } from '../request-origin.js';

const purposes = ['verify-email', 'change-email'] as const;

const changeSchema = z.object({ email: z.string(), key: z.string() });

/** What a link that came to an address puts into effect: the address is proved, or becomes the account's. */
@Injectable()
export class EmailProof {
  constructor(
    private readonly use: LinkUse,
    private readonly users: UserDirectory,
    private readonly links: OneTimeLinks,
    private readonly record: AccountRecord,
  ) {}

  /** @throws Problem `link_invalid`, `email_taken` (somebody else proved the new address first) or `rate_limited`. */
  async accept(token: string, origin: RequestOrigin): Promise<void> {
    const proved = await this.use.prove(token, purposes, origin.network);
    await this.use.redeem(proved, token, (transaction, user, link) =>
      link.purpose === 'change-email'
        ? this.change(transaction, user, link, origin)
        : this.verify(transaction, user, origin),
    );
  }

  private async verify(transaction: Transaction<Schema>, user: UserRow, origin: RequestOrigin): Promise<void> {
    await this.users.proveEmail(transaction, user.id);
    await this.record.append(transaction, user, 'auth.email.verified', origin);
  }

  private async change(
    transaction: Transaction<Schema>,
    user: UserRow,
    { data }: OneTimeLink,
    origin: RequestOrigin,
  ): Promise<void> {
    await this.users.changeEmail(transaction, user.id, changeSchema.parse(data));
    // They went to the old address.
    await this.links.cancel(transaction, user.id);
    // To the old address, which `user` still holds.
    await this.record.append(transaction, user, 'user.email_changed', origin, 'email_changed');
  }
}
