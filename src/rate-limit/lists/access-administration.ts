import { Injectable } from '@nestjs/common';
import type { Transaction } from 'kysely';
import { FOREVER } from '../../access/account.js';
import { Database } from '../../database/database.js';
import type { Schema } from '../../database/schema.js';
import type { AccessEntryRow } from '../../database/tables/access-entries.js';
import type { UserRow } from '../../database/tables/users.js';
import type { DomainEvent } from '../../events/domain-event.js';
import { Outbox } from '../../events/outbox.js';
import { holds, canonicalRange } from '../../network/network-range.js';
import { Problem } from '../../problem/problem.js';
import type { AdminAct } from '../../access/admin-act.js';
import { UserDirectory } from '../../users/user-directory.js';
import { AccessEntries } from './access-entries.js';
import { AccessPublisher } from './access-publisher.js';
import { type AccessList, type EntrySubject, eventType, identifierOf, subjectOf } from './access-entry.js';

/** Beyond this the lists are another kind of data, and belong into a firewall. */
const MAX_NETWORKS = 20_000;

export interface EntryChange {
  reason?: string | undefined;
  /** Null takes the end away. */
  expiresAt?: Date | null | undefined;
}

interface Changed {
  row: AccessEntryRow;
  /** The account whose decisions change; null when it was about a network. */
  user: UserRow | null;
}

/**
 * What admins do to the block list and the allow list: recorded in the transaction of the change, known on every
 * instance before it is answered.
 */
@Injectable()
export class AccessAdministration {
  constructor(
    private readonly database: Database,
    private readonly entries: AccessEntries,
    private readonly users: UserDirectory,
    private readonly outbox: Outbox,
    private readonly publisher: AccessPublisher,
  ) {}

  /** @throws Problem `validation_failed` for an account that does not exist, `conflict`. */
  add(
    list: AccessList,
    subject: EntrySubject,
    { reason, expiresAt }: { reason: string; expiresAt: Date | null },
    act: AdminAct,
  ): Promise<AccessEntryRow> {
    if (list === 'block') refuseOwn(subject, act);
    return this.change(async (transaction) => {
      await this.lock(transaction, subject, 'adds');
      const createdBy = act.principal.account.id;
      const row = await this.entries.insert(transaction, { list, subject, reason, expiresAt, createdBy });
      if (row === undefined) {
        throw new Problem('conflict', { detail: `${identifierOf(subject)} is on this list already.` });
      }
      return this.recorded(transaction, row, 'added', row.reason, act);
    });
  }

  /** @throws Problem `not_found`. */
  async alter(list: AccessList, id: string, wish: EntryChange, act: AdminAct): Promise<AccessEntryRow> {
    return this.change(async (transaction) => {
      const before = await this.locked(transaction, list, id);
      const { reason = before.reason, expiresAt = before.expires_at } = wish;
      const row = await this.entries.update(transaction, id, { reason, expires_at: expiresAt });
      return this.recorded(transaction, row, 'changed', reason, act);
    });
  }

  /**
   * @param reason why it is taken away, for the record.
   * @throws Problem `not_found`.
   */
  async remove(list: AccessList, id: string, reason: string | undefined, act: AdminAct): Promise<AccessEntryRow> {
    return this.change(async (transaction) => {
      const row = await this.locked(transaction, list, id);
      await this.entries.remove(transaction, id);
      return this.recorded(transaction, row, 'removed', reason, act);
    });
  }

  /**
   * Takes an account off a list in the caller's transaction, which holds the account's lock and publishes the row once it is
   * committed. Null when it is not on it.
   */
  async removeAccountIn(
    transaction: Transaction<Schema>,
    list: AccessList,
    userId: string,
    reason: string,
    act: AdminAct,
  ): Promise<UserRow | null> {
    const row = (await this.entries.ofUser(userId, transaction)).find((entry) => entry.list === list);
    if (row === undefined) return null;
    await this.entries.remove(transaction, row.id);
    return (await this.recorded(transaction, row, 'removed', reason, act)).user;
  }

  private async change(work: (transaction: Transaction<Schema>) => Promise<Changed>): Promise<AccessEntryRow> {
    const { row, user } = await this.database.transaction(work);
    await this.publisher.publish(user);
    return row;
  }

  /** The entry, with what it is for locked: the account's row, or the listed networks as a whole. */
  private async locked(transaction: Transaction<Schema>, list: AccessList, id: string): Promise<AccessEntryRow> {
    const seen = await this.entries.byId(list, id, transaction);
    if (seen === undefined) throw new Problem('not_found');
    await this.lock(transaction, subjectOf(seen), 'changes');
    // It may have gone while the lock was waited for.
    const row = await this.entries.byId(list, id, transaction);
    if (row === undefined) throw new Problem('not_found');
    return row;
  }

  private async lock(transaction: Transaction<Schema>, subject: EntrySubject, how: 'adds' | 'changes'): Promise<void> {
    if (subject.type === 'user') {
      if ((await this.users.locked(transaction, subject.userId)) !== undefined) return;
      const errors = [{ pointer: '/identifier', code: 'identifier', message: 'there is no such user' }];
      throw how === 'adds' ? new Problem('validation_failed', { errors }) : new Problem('not_found');
    }
    const listed = await this.entries.networksChange(transaction);
    if (how === 'adds' && listed >= MAX_NETWORKS) {
      throw new Problem('conflict', { detail: `The lists hold ${MAX_NETWORKS} networks at most.` });
    }
  }

  private async recorded(
    transaction: Transaction<Schema>,
    row: AccessEntryRow,
    what: 'added' | 'changed' | 'removed',
    reason: string | undefined,
    act: AdminAct,
  ): Promise<Changed> {
    const subject = subjectOf(row);
    const event: DomainEvent = {
      type: eventType(row.list, what),
      outcome: 'ok',
      actor: { kind: 'admin', id: act.principal.account.id },
      ...(subject.type === 'user' ? { tenant: subject.userId } : {}),
      target: { type: subject.type, id: identifierOf(subject) },
      network: act.network,
      requestId: act.requestId,
      data: { entry: row.id, reason: reason ?? null, expires_at: row.expires_at?.toISOString() ?? null },
    };
    await this.outbox.append(transaction, event);
    return { row, user: subject.type === 'user' ? await this.settle(transaction, subject.userId) : null };
  }

  /** Writes what the account's entries say into its row, which is where decisions read it. */
  private async settle(transaction: Transaction<Schema>, userId: string): Promise<UserRow> {
    const entries = await this.entries.ofUser(userId, transaction);
    const block = entries.find((entry) => entry.list === 'block');
    const allowance = entries.find((entry) => entry.list === 'allow');
    return this.users.setAccess(transaction, userId, {
      blocked_until: block === undefined ? null : endOf(block),
      block_reason: block?.reason ?? null,
      allowed_until: allowance === undefined ? null : endOf(allowance),
    });
  }
}

function endOf({ expires_at }: AccessEntryRow): Date {
  return expires_at ?? new Date(FOREVER);
}

/** Nobody locks themselves out by a slip; another admin can still block them. */
function refuseOwn(subject: EntrySubject, { principal, network }: AdminAct): void {
  if (subject.type === 'user') {
    if (subject.userId === principal.account.id) {
      throw new Problem('conflict', { detail: 'You cannot block your own account.' });
    }
    return;
  }
  const own = canonicalRange(network);
  const range = canonicalRange(subject.network);
  if (own !== null && range !== null && holds(range, own)) {
    throw new Problem('conflict', { detail: `${subject.network} holds the network that you are calling from.` });
  }
}
