import { Injectable } from '@nestjs/common';
import type { Account } from '../../access/account.js';
import type { SessionPrincipal } from '../../access/caller.js';
import { Configuration } from '../../config/configuration.js';
import { Database } from '../../database/database.js';
import { isMultiFactor } from '../sessions/sign-in-proof.js';

/** Whom MFA_REQUIRED binds, and whether a session meets it. */
@Injectable()
export class SecondFactorPolicy {
  private readonly required: 'off' | 'admins' | 'all';

  constructor(
    private readonly database: Database,
    configuration: Configuration,
  ) {
    this.required = configuration.settings.MFA_REQUIRED;
  }

  /** True for an account that may do nothing much without a second factor. */
  binds({ role }: Pick<Account, 'role'>): boolean {
    return this.required === 'all' || (this.required === 'admins' && role === 'admin');
  }

  /**
   * True when the session may go on. What its token says is enough; a session that has proved a code since that was
   * signed is looked up.
   */
  meets(principal: SessionPrincipal): boolean | Promise<boolean> {
    if (!this.binds(principal.account) || isMultiFactor(principal.methods)) return true;
    return this.hasProved(principal.sessionId);
  }

  private async hasProved(sessionId: string): Promise<boolean> {
    const session = await this.database.kysely
      .selectFrom('sessions')
      .select('amr')
      .where('id', '=', sessionId)
      .executeTakeFirst();
    return session !== undefined && isMultiFactor(session.amr);
  }
}
