import { Injectable } from '@nestjs/common';
import { sql, type Transaction } from 'kysely';
import { Database } from '../../database/database.js';
import type { Schema } from '../../database/schema.js';
import type { DomainEvent } from '../../events/domain-event.js';
import type { ActivityEvent, StoredEvent } from '../activity-event.js';
import { RollupWriter } from '../analytics/rollup/rollup-writer.js';
import { appendToChain } from '../audit/chain/chain.js';
import { CallerCipher } from '../recorder/caller-cipher.js';
import { type KeysBySubject, orphaned, sealed, subjectsOf } from '../privacy/personal-fields.js';
import { SubjectKeys } from '../privacy/subject-keys.js';
import { eventOf } from '../recorder/domain-event-recorder.js';

const OUTBOX = 'outbox';
const OUTBOX_BATCH = 500;
/** Events per transaction. The embedded engine is one connection: a batch must not keep other queries waiting. */
const BATCH_LIMIT = { postgres: 1_000, pglite: 200 } as const;

/** The durable record: what comes by the stream and by the outbox, in one chain in the order it is taken. */
@Injectable()
export class EventStore {
  constructor(
    private readonly database: Database,
    private readonly rollups: RollupWriter,
    private readonly cipher: CallerCipher,
    private readonly subjects: SubjectKeys,
  ) {}

  /** How many events `insert` should be given at once. */
  get batchLimit(): number {
    return BATCH_LIMIT[this.database.kind];
  }

  /**
   * Keeps a batch, and the sums it changes, in one transaction. Returns those events that were not there yet and whose
   * account still is: a second delivery of a batch returns none and counts nothing twice.
   * @throws the driver's error; nothing of the batch is kept then.
   */
  async insert(batch: readonly StoredEvent[]): Promise<StoredEvent[]> {
    if (batch.length === 0) return [];
    return this.database.transaction(async (transaction) => {
      const { fresh, keys } = await this.keep(transaction, batch);
      await this.rollups.add(transaction, fresh);
      // Nobody watches an account that is gone: that would begin to remember it again.
      return fresh.filter(({ event }) => !orphaned(event, keys));
    });
  }

  /** Moves critical events from the outbox into the record; several instances share the work. Returns them. */
  async drainOutbox(): Promise<StoredEvent[]> {
    return this.database.transaction(async (transaction) => {
      const { rows } = await sql<{ id: string; event: DomainEvent; created_at: Date }>`
        delete from audit_outbox where id in
          (select id from audit_outbox order by id limit ${OUTBOX_BATCH} for update skip locked)
        returning id, event, created_at`.execute(transaction);
      rows.sort((a, b) => (a.id < b.id ? -1 : 1));
      const events = rows.map(({ id, event, created_at }) => this.fromOutbox(id, event, created_at));
      return events.length === 0 ? [] : (await this.keep(transaction, events)).fresh;
    });
  }

  private async keep(
    transaction: Transaction<Schema>,
    batch: readonly StoredEvent[],
  ): Promise<{ fresh: StoredEvent[]; keys: KeysBySubject }> {
    const subjects = batch.flatMap(({ event }) => subjectsOf(event));
    const keys = await this.subjects.toSeal(transaction, subjects);
    const sealedBatch = batch.map((stored) => ({ stored, kept: sealed(stored.event, keys) }));
    return { fresh: await appendToChain(transaction, sealedBatch), keys };
  }

  private fromOutbox(id: string, domain: DomainEvent, createdAt: Date): StoredEvent {
    const event: ActivityEvent = {
      v: 1,
      id,
      ...eventOf(domain),
      ...(domain.network === undefined ? {} : { net: this.cipher.network(domain.network) }),
    };
    return { streamId: OUTBOX, time: createdAt.getTime(), event };
  }
}
