import { Injectable } from '@nestjs/common';
import type { Transaction } from 'kysely';
import type { Schema } from '../../database/schema.js';
import { Outbox } from '../../events/outbox.js';
import { MailOutbox } from '../../mail/mail-outbox.js';
import { Problem } from '../../problem/problem.js';
import { databaseNow } from '../../users/user-directory.js';
import type { RequestOrigin } from '../request-origin.js';

/** Who somebody is at the provider. */
export interface Identity {
  issuer: string;
  subject: string;
}

type Owner = { id: string; email: string; name: string | null };

/** Which account is whose at the provider; every change on record, and told to the account's owner by mail. */
@Injectable()
export class OidcIdentities {
  constructor(
    private readonly outbox: Outbox,
    private readonly mail: MailOutbox,
  ) {}

  /** The account of an identity, noted as used now. */
  async use(transaction: Transaction<Schema>, { issuer, subject }: Identity): Promise<string | undefined> {
    const identity = await transaction
      .updateTable('oidc_identities')
      .set({ last_used_at: databaseNow })
      .where('issuer', '=', issuer)
      .where('subject', '=', subject)
      .returning('user_id')
      .executeTakeFirst();
    return identity?.user_id;
  }

  /** @throws Problem `conflict` when the identity is another account's, or the account has another identity. */
  async link(
    transaction: Transaction<Schema>,
    owner: Owner,
    { issuer, subject }: Identity,
    origin: RequestOrigin,
  ): Promise<void> {
    const linked = await transaction
      .insertInto('oidc_identities')
      .values({ issuer, subject, user_id: owner.id, created_at: databaseNow, last_used_at: databaseNow })
      .onConflict((conflict) => conflict.doNothing())
      .returning('user_id')
      .executeTakeFirst();
    if (!linked) {
      throw new Problem('conflict', {
        detail: 'The provider’s account belongs to another account here, or this account has another one there.',
      });
    }
    await this.tell(transaction, owner, 'linked', issuer, origin);
  }

  /** False when the account has no identity at the provider. */
  async unlink(
    transaction: Transaction<Schema>,
    owner: Owner,
    issuer: string,
    origin: RequestOrigin,
  ): Promise<boolean> {
    const unlinked = await transaction
      .deleteFrom('oidc_identities')
      .where('user_id', '=', owner.id)
      .where('issuer', '=', issuer)
      .returning('user_id')
      .executeTakeFirst();
    if (!unlinked) return false;
    await this.tell(transaction, owner, 'unlinked', issuer, origin);
    return true;
  }

  private async tell(
    transaction: Transaction<Schema>,
    owner: Owner,
    what: 'linked' | 'unlinked',
    issuer: string,
    { network, requestId, userAgent }: RequestOrigin,
  ): Promise<void> {
    await this.outbox.append(transaction, {
      type: `auth.oidc.${what}`,
      outcome: 'ok',
      actor: { kind: 'user', id: owner.id },
      tenant: owner.id,
      target: { type: 'user', id: owner.id },
      network,
      requestId,
      data: { issuer },
    });
    await this.mail.append(transaction, {
      template: 'security-notice',
      to: owner,
      data: { what: `identity_${what}`, network, device: userAgent, subject: issuer },
    });
  }
}
