import { Injectable } from '@nestjs/common';
import type { AdminAct } from '../../access/admin-act.js';
import { Database } from '../../database/database.js';
import type { UserRow } from '../../database/tables/users.js';
import type { Act } from '../../events/act.js';
import { type FieldError, Problem } from '../../problem/problem.js';
import { AccountCreator } from '../../users/account-creator.js';
import { parseEmail } from '../../users/email-address.js';
import { ServiceAccounts } from '../../users/service-accounts.js';
import { UserDirectory } from '../../users/user-directory.js';
import { Invitations } from '../invitations/invitations.js';
import type { MakeAccountDto } from './account-making.dto.js';

/** An account, and how its owner gets in. */
export interface MadeAccount {
  user: UserRow;
  /** The invitation's link, where no mail takes it there; null otherwise. */
  link: string | null;
}

/** Accounts that an admin makes. A person chooses the password by a link: no admin ever knows one. */
@Injectable()
export class AccountMaking {
  constructor(
    private readonly database: Database,
    private readonly accounts: AccountCreator,
    private readonly services: ServiceAccounts,
    private readonly invitations: Invitations,
    private readonly users: UserDirectory,
  ) {}

  /** @throws Problem `validation_failed` or `email_taken`. */
  make(wish: MakeAccountDto, act: AdminAct): Promise<MadeAccount> {
    const by = actBy(act, wish.reason);
    if (wish.kind === 'service') {
      const { name, plan, permissions } = service(wish);
      return this.database.transaction(async (transaction) => ({
        user: await this.services.create(transaction, { name, plan, permissions }, by),
        link: null,
      }));
    }
    const address = parseEmail(wish.email ?? '');
    if (typeof address === 'string') throw fieldsMissing([{ pointer: '/email', code: 'email', message: address }]);
    const { name = null, role = 'user', plan, permissions } = wish;
    return this.database.transaction(async (transaction) => {
      const account = { address, name, passwordHash: null, role, plan, permissions, emailPending: true };
      const user = await this.accounts.create(transaction, account, by);
      return { user, ...(await this.invitations.invite(transaction, user, by)) };
    });
  }

  /**
   * Once more, for who let the link lapse or lost it; the earlier one is void.
   * @throws Problem `not_found`, or `conflict` for an account that somebody has entered.
   */
  inviteAgain(id: string, act: AdminAct, reason: string | undefined): Promise<MadeAccount> {
    return this.database.transaction(async (transaction) => {
      const user = await this.users.locked(transaction, id);
      if (!user) throw new Problem('not_found');
      const waiting = user.kind === 'person' && user.password_hash === null && user.email_pending;
      if (!waiting) throw new Problem('conflict', { detail: 'Nobody is waiting for an invitation to this account.' });
      if (user.status !== 'active') throw new Problem('conflict', { detail: 'The account is disabled.' });
      return { user, ...(await this.invitations.invite(transaction, user, actBy(act, reason))) };
    });
  }
}

export function actBy({ principal, network, requestId }: AdminAct, reason: string | undefined): Act {
  return {
    actor: { kind: 'admin', id: principal.account.id },
    network,
    requestId,
    reason,
  };
}

function service({ name, email, role, plan, permissions }: MakeAccountDto) {
  const errors: FieldError[] = [];
  const refuse = (pointer: string, message: string) => errors.push({ pointer, code: pointer.slice(1), message });
  if (email !== undefined) refuse('/email', 'a service account has none');
  if (role === 'admin') refuse('/role', 'a service account is no admin');
  if (typeof name !== 'string') refuse('/name', 'a service account must have one');
  if (errors.length > 0) throw fieldsMissing(errors);
  return { name: name as string, plan, permissions };
}

function fieldsMissing(errors: FieldError[]): Problem {
  return new Problem('validation_failed', { errors });
}
