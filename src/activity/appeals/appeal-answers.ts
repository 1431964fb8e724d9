import { Injectable } from '@nestjs/common';
import type { AdminAct } from '../../access/admin-act.js';
import { Database } from '../../database/database.js';
import { Problem } from '../../problem/problem.js';
import { Mirrors } from '../../users/mirrors.js';
import { AppealGrants, type Grant, grantsAnything } from './appeal-grants.js';
import { AppealRecord } from './appeal-record.js';
import { AppealStore, type NamedAppeal } from './appeal-store.js';

export interface Answer extends Grant {
  status: 'accepted' | 'rejected';
  answer: string;
}

/**
 * What admins answer to appeals: the answer, what it grants, the record of both and the mail to the user are one
 * transaction; then every instance knows of the account's new limits.
 */
@Injectable()
export class AppealAnswers {
  constructor(
    private readonly database: Database,
    private readonly store: AppealStore,
    private readonly record: AppealRecord,
    private readonly grants: AppealGrants,
    private readonly mirrors: Mirrors,
  ) {}

  /**
   * @throws Problem `not_found`, `validation_failed`, and `conflict` for an appeal that is answered already and for the
   * admin's own.
   */
  async give(id: string, answer: Answer, act: AdminAct): Promise<NamedAppeal> {
    const granted = await this.database.transaction(async (transaction) => {
      const appeal = await this.store.byId(id, transaction);
      if (appeal === undefined) throw new Problem('not_found');
      if (answer.status === 'rejected' && grantsAnything(answer)) throw grantsNothing(answer);
      if (appeal.user_id === act.principal.account.id) {
        throw new Problem('conflict', { detail: 'Another admin must answer your own appeal.' });
      }
      // The account first, as its deletion does it, then the appeal.
      const change = await this.grants.give(transaction, appeal, answer, act);
      const { status, answer: text } = answer;
      const by = { status, answer: text, admin: act.principal.account.id };
      if (!(await this.store.answer(transaction, id, by))) {
        throw new Problem('conflict', { detail: 'The appeal is answered already.' });
      }
      await this.record.answered(transaction, appeal, by, act);
      return change;
    });
    if (granted !== null) await this.mirrors.publishAccount(granted);
    const appeal = await this.store.byId(id);
    // The account may have gone since.
    if (appeal === undefined) throw new Problem('not_found');
    return appeal;
  }
}

function grantsNothing({ override }: Answer): Problem {
  const pointer = override === undefined ? '/unblock' : '/override';
  return new Problem('validation_failed', {
    errors: [{ pointer, code: 'status', message: 'goes with accepted only' }],
  });
}
