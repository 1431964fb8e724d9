import { Injectable } from '@nestjs/common';
import type { SessionPrincipal } from '../../access/caller.js';
import { Database } from '../../database/database.js';
import { Problem } from '../../problem/problem.js';
import { Mirrors } from '../../users/mirrors.js';
import { UserDirectory } from '../../users/user-directory.js';
import type { RequestOrigin } from '../request-origin.js';
import { SessionDirectory } from '../sessions/session-directory.js';
import { sessionEntry } from '../sessions/session-state.js';
import { PasswordStore } from './password-store.js';

/** Stores a new password whose owner has just proved the old one, and ends the user's other sessions with it. */
@Injectable()
export class PasswordChange {
  constructor(
    private readonly database: Database,
    private readonly users: UserDirectory,
    private readonly sessions: SessionDirectory,
    private readonly mirrors: Mirrors,
    private readonly passwords: PasswordStore,
  ) {}

  /**
   * @param provedHash the stored hash that the old password fitted.
   * @throws Problem `conflict` when the password was changed meanwhile.
   */
  async store(
    { account, sessionId }: SessionPrincipal,
    provedHash: string | null,
    newHash: string,
    origin: RequestOrigin,
  ): Promise<void> {
    const ended = await this.database.transaction(async (transaction) => {
      const user = await this.users.locked(transaction, account.id);
      if (user?.password_hash !== provedHash) throw new Problem('conflict');
      await this.passwords.store(transaction, user, newHash, 'changed', origin);
      return this.sessions.endOthers(transaction, account.id, sessionId, 'password_changed');
    });
    await this.mirrors.publish(account.id, ended.map(sessionEntry));
  }
}
