import { Injectable, Logger } from '@nestjs/common';
import { Database } from '../../database/database.js';
import type { UserRow } from '../../database/tables/users.js';
import { Outbox } from '../../events/outbox.js';
import { Problem } from '../../problem/problem.js';
import { lockAdmins } from '../administration/user-administration.js';
import { Mirrors } from '../mirrors.js';
import { UserDirectory } from '../user-directory.js';
import { PersonalData } from './personal-data.js';
import type { PrivacyAct } from './privacy-act.js';

/** Deadlocks with a transaction that came the other way: it is tried again so often. */
const TRIES = 3;
const DEADLOCK = '40P01';

/**
 * Deletes an account with everything that refers to it. Sessions and keys are over at once, on every instance: the
 * account's mirror becomes a tombstone (a closed account of a higher version) before the answer is given, and when that
 * lapses PostgreSQL has no such account. The activity record keeps its rows, so that its order can be proved, but what
 * they say of a person was sealed under a key that goes with the account.
 */
@Injectable()
export class AccountErasure {
  private readonly logger = new Logger(AccountErasure.name);

  constructor(
    private readonly database: Database,
    private readonly users: UserDirectory,
    private readonly mirrors: Mirrors,
    private readonly outbox: Outbox,
    private readonly data: PersonalData,
  ) {}

  /**
   * An account that is gone already is as good as deleted.
   * @throws Problem `last_admin`, or `conflict` for an account that is made an admin at the same moment.
   */
  async erase(act: PrivacyAct & { role: string }): Promise<void> {
    const erased = await this.tried(act);
    if (erased === null) return;
    await this.mirrors.publishAccount({ ...erased, status: 'disabled', version: erased.version + 1 });
    await Promise.all(
      this.data.parts.map(async (part) => {
        try {
          await part.forget?.(act.userId);
        } catch (error) {
          // It lapses by itself.
          this.logger.warn(`${part.name} of a deleted account could not be removed: ${(error as Error).message}`);
        }
      }),
    );
  }

  private async tried(act: PrivacyAct & { role: string }): Promise<UserRow | null> {
    for (let tries = 1; ; tries += 1) {
      try {
        return await this.delete(act);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== DEADLOCK || tries === TRIES) throw error;
      }
    }
  }

  private delete({ userId, role, network, requestId }: PrivacyAct & { role: string }): Promise<UserRow | null> {
    return this.database.transaction(async (transaction) => {
      // Before the account's own lock and in one order, as demotions do it, so that two admins cannot both leave.
      const admins = role === 'admin' ? await lockAdmins(transaction) : [];
      const user = await this.users.locked(transaction, userId);
      if (!user) return null;
      // Made an admin while it was leaving.
      if (user.role === 'admin' && role !== 'admin') throw new Problem('conflict');
      if (admins.includes(userId) && admins.length === 1) throw new Problem('last_admin');
      await this.outbox.append(transaction, {
        type: 'privacy.erasure',
        outcome: 'ok',
        actor: { kind: 'user', id: userId },
        tenant: userId,
        target: { type: 'user', id: userId },
        network,
        requestId,
        // What nobody can read any more, in no copy of the record.
        data: { fields: 'network, user agent, place, names, addresses' },
      });
      await transaction.deleteFrom('users').where('id', '=', userId).execute();
      return user;
    });
  }
}
