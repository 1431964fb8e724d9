import { Injectable } from '@nestjs/common';
import type { Transaction } from 'kysely';
import type { AdminAct } from '../../access/admin-act.js';
import { Database } from '../../database/database.js';
import type { Schema } from '../../database/schema.js';
import { Outbox } from '../../events/outbox.js';
import { Problem } from '../../problem/problem.js';
import { LimitChannel } from '../instances/limit-channel.js';
import { LimitDecider } from '../limit-decider.js';
import { type LimitSubject, nameOf, tagOf } from './limit-subject.js';
import { LocalLimiter } from '../alone/local-limiter.js';

/** What an admin does to the limits of others. */
@Injectable()
export class LimitAdministration {
  constructor(
    private readonly decider: LimitDecider,
    private readonly database: Database,
    private readonly outbox: Outbox,
    private readonly channel: LimitChannel,
    local: LocalLimiter,
  ) {
    channel.listen({ changed: () => undefined, reset: (tag) => local.reset(tag) });
  }

  /**
   * Forgets what a subject has used, on every instance, and records who did it: there is no reset without its record.
   * @param reason why, for the record.
   * @throws Problem `unavailable` when Redis, which holds what is to be forgotten, is not well.
   */
  async reset(
    subject: LimitSubject,
    reason: string | undefined,
    { principal, network, requestId }: AdminAct,
  ): Promise<void> {
    const tag = tagOf(subject);
    await this.database.transaction(async (transaction) => {
      await this.outbox.append(transaction, {
        type: 'admin.limit.reset',
        outcome: 'ok',
        actor: { kind: 'admin', id: principal.account.id },
        ...(subject.kind === 'user' ? { tenant: subject.account.id } : {}),
        target: { type: subject.kind, id: nameOf(subject) },
        network,
        requestId,
        ...(reason === undefined ? {} : { data: { reason } }),
      });
      const keyIds = subject.kind === 'user' ? await keysOf(transaction, subject.account.id) : [];
      await this.decider.reset(tag, keyIds).catch((cause: unknown) => {
        throw new Problem('unavailable', { headers: { 'retry-after': '2' }, cause });
      });
    });
    // Whoever holds a cached denial of the subject, or counts it alone, forgets it too.
    await this.channel.announce(`reset:${tag}`);
  }
}

/** Ids of the API keys that a user holds. */
async function keysOf(transaction: Transaction<Schema>, userId: string): Promise<string[]> {
  const rows = await transaction
    .selectFrom('api_keys')
    .select('id')
    .where('user_id', '=', userId)
    .where('revoked_at', 'is', null)
    .execute();
  return rows.map(({ id }) => id);
}
