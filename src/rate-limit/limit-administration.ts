import { Injectable } from '@nestjs/common';
import type { Principal } from '../access/caller.js';
import { Database } from '../database/database.js';
import { Outbox } from '../events/outbox.js';
import { Problem } from '../problem/problem.js';
import { keys } from '../redis/keys.js';
import { RedisConnection } from '../redis/redis-connection.js';
import { LimitDecider } from './limit-decider.js';
import { type LimitSubject, nameOf, tagOf } from './limit-subject.js';

/** The admin who acts, and the request in which they do. */
export interface AdminAct {
  principal: Principal;
  network: string;
  requestId: string;
}

/** What an admin does to the limits of others. */
@Injectable()
export class LimitAdministration {
  constructor(
    private readonly decider: LimitDecider,
    private readonly redis: RedisConnection,
    private readonly database: Database,
    private readonly outbox: Outbox,
  ) {}

  /**
   * Forgets what a subject has used, and records who did it: there is no reset without its record.
   * @throws Problem `unavailable` when Redis, which holds what is to be forgotten, is not well.
   */
  async reset(subject: LimitSubject, { principal, network, requestId }: AdminAct): Promise<void> {
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
      });
      await this.decider.reset(tag).catch((cause: unknown) => {
        throw new Problem('unavailable', { headers: { 'retry-after': '2' }, cause });
      });
    });
    // Whoever holds a cached denial of the subject drops it; it would also lapse by itself.
    await this.redis.call((client) => client.publish(keys.limitChannel, tag)).catch(() => undefined);
  }
}
