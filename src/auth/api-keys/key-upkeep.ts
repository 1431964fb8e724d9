import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { sql, type Transaction } from 'kysely';
import { Database } from '../../database/database.js';
import type { Schema } from '../../database/schema.js';
import type { ApiKeyRow } from '../../database/tables/api-keys.js';
import { Outbox } from '../../events/outbox.js';
import { MailOutbox } from '../../mail/mail-outbox.js';
import { PeriodicWork } from '../../schedule/periodic-work.js';
import { KEY_PREFIX } from './key-text.js';
import { RetriedAnswers } from './retried-answers.js';

const EVERY_MS = 600_000;
const DAY_MS = 86_400_000;
/** How long before a key expires its owner is told. */
const NOTICE_MS = 7 * DAY_MS;
/** Keys that are over stay this long, so that an admin can still see what they were. */
const KEPT_MS = 90 * DAY_MS;
/** Rows of one statement: others must not wait long for what it locks. */
const BATCH = 200;

type ExpiringKey = Pick<ApiKeyRow, 'id' | 'user_id' | 'name'> & {
  expires_at: Date;
  kind: 'person' | 'service';
  email: string;
  owner_name: string | null;
};

/**
 * What time does to keys: their owners are told a week before they expire, and keys that have long been over are
 * removed. Every instance does it, at start and every ten minutes; a row that one has locked the others skip, and each
 * expiry is told once, in the transaction that remembers it.
 */
@Injectable()
export class KeyUpkeep implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(KeyUpkeep.name);
  private readonly work = new PeriodicWork(
    EVERY_MS,
    () => this.run(new Date()),
    (error) => this.logger.warn(`the upkeep of API keys waits: ${error.message}`),
  );

  constructor(
    private readonly database: Database,
    private readonly outbox: Outbox,
    private readonly mail: MailOutbox,
    private readonly answers: RetriedAnswers,
  ) {}

  onApplicationBootstrap(): void {
    this.work.startNow();
  }

  onModuleDestroy(): Promise<void> {
    return this.work.stop();
  }

  /** @param now what counts as the present. */
  async run(now: Date): Promise<void> {
    while ((await this.notify(now)) === BATCH);
    while ((await this.remove(now)) === BATCH);
    await this.database.transaction((transaction) => this.answers.purge(transaction));
  }

  /** Tells of keys that expire soon and were made to live longer than that; returns how many. */
  private notify(now: Date): Promise<number> {
    const soon = new Date(now.getTime() + NOTICE_MS);
    return this.database.transaction(async (transaction) => {
      const expiring = await transaction
        .selectFrom('api_keys')
        .innerJoin('users', 'users.id', 'api_keys.user_id')
        .select(['api_keys.id', 'user_id', 'api_keys.name', 'expires_at', 'kind', 'email', 'users.name as owner_name'])
        .where('revoked_at', 'is', null)
        .where('expires_at', '>', now)
        .where('expires_at', '<=', soon)
        .where(sql<boolean>`noticed_expiry is distinct from expires_at`)
        .where(sql<boolean>`expires_at - api_keys.created_at > make_interval(secs => ${NOTICE_MS / 1000})`)
        .orderBy('expires_at')
        .limit(BATCH)
        .forUpdate('api_keys')
        .skipLocked()
        .execute();
      for (const key of expiring) await this.tell(transaction, key as ExpiringKey);
      return expiring.length;
    });
  }

  private async tell(transaction: Transaction<Schema>, key: ExpiringKey): Promise<void> {
    const expires_at = key.expires_at.toISOString();
    await transaction
      .updateTable('api_keys')
      .set((row) => ({ noticed_expiry: row.ref('expires_at') }))
      .where('id', '=', key.id)
      .execute();
    await this.outbox.append(transaction, {
      type: 'key.expiring',
      outcome: 'ok',
      actor: { kind: 'system' },
      tenant: key.user_id,
      target: { type: 'api_key', id: key.id },
      data: { name: key.name, expires_at },
    });
    if (key.kind === 'service') return;
    await this.mail.append(transaction, {
      template: 'key-expiry',
      to: { id: key.user_id, email: key.email, name: key.owner_name },
      data: { key_name: key.name, key_prefix: KEY_PREFIX + key.id, expires_at },
    });
  }

  private async remove(now: Date): Promise<number> {
    const before = new Date(now.getTime() - KEPT_MS);
    const { numDeletedRows } = await this.database.kysely
      .deleteFrom('api_keys')
      .where('id', 'in', (keys) =>
        keys
          .selectFrom('api_keys')
          .select('id')
          .where((key) => key.or([key('revoked_at', '<', before), key('expires_at', '<', before)]))
          .limit(BATCH)
          .forUpdate()
          .skipLocked(),
      )
      .executeTakeFirst();
    return Number(numDeletedRows);
  }
}
