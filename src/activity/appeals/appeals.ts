import { Injectable } from '@nestjs/common';
import { uuidv7 } from 'uuidv7';
import type { Principal } from '../../access/caller.js';
import { Database } from '../../database/database.js';
import type { AppealRow } from '../../database/tables/appeals.js';
import { Outbox } from '../../events/outbox.js';
import { Problem } from '../../problem/problem.js';
import { UserDirectory } from '../../users/user-directory.js';
import { DecisionLookup } from '../decisions/decision-lookup.js';
import { AppealStore } from './appeal-store.js';

/** Appeals of one account that wait for an answer, and that it may open within the days below. */
const OPEN_LIMIT = 5;
const RECENT_LIMIT = 20;
const RECENT_MS = 30 * 86_400_000;

export interface Objection {
  decisionId: string | null;
  text: string;
}

/** What users say against decisions about them. */
@Injectable()
export class Appeals {
  constructor(
    private readonly database: Database,
    private readonly store: AppealStore,
    private readonly users: UserDirectory,
    private readonly decisions: DecisionLookup,
    private readonly outbox: Outbox,
  ) {}

  /** @throws Problem `validation_failed` for a decision that is not about the caller, `conflict` beyond the bounds. */
  async open(
    { account }: Principal,
    { decisionId, text }: Objection,
    on: { network: string; requestId: string },
  ): Promise<AppealRow> {
    if (decisionId !== null) await this.requireOwn(decisionId, account.id);
    return this.database.transaction(async (transaction) => {
      // Appeals of one account are opened one after the other, so that the bounds hold.
      if (!(await this.users.locked(transaction, account.id))) throw new Problem('not_found');
      const { open, recent } = await this.store.counts(transaction, account.id, new Date(Date.now() - RECENT_MS));
      if (open >= OPEN_LIMIT) throw conflict(`${OPEN_LIMIT} appeals of yours wait for an answer already.`);
      if (recent >= RECENT_LIMIT) throw conflict(`${RECENT_LIMIT} appeals can be opened in 30 days.`);
      const earlier =
        decisionId === null ? undefined : await this.store.ofDecision(account.id, decisionId, transaction);
      if (earlier !== undefined) throw conflict(`There is an appeal against this decision: ${earlier.id}.`);
      const appeal = await this.store.insert(transaction, {
        id: uuidv7(),
        user_id: account.id,
        decision_id: decisionId,
        text,
      });
      await this.outbox.append(transaction, {
        type: 'appeal.opened',
        outcome: 'ok',
        actor: { kind: account.role === 'admin' ? 'admin' : 'user', id: account.id },
        tenant: account.id,
        target: { type: 'appeal', id: appeal.id },
        ...on,
        data: { decision_id: decisionId },
      });
      return appeal;
    });
  }

  private async requireOwn(decisionId: string, userId: string): Promise<void> {
    if ((await this.decisions.find(decisionId, { kind: 'account', id: userId })) !== null) return;
    const errors = [{ pointer: '/decision_id', code: 'decision', message: 'is not a decision about you' }];
    throw new Problem('validation_failed', { errors });
  }
}

function conflict(detail: string): Problem {
  return new Problem('conflict', { detail });
}
