import { Inject, Injectable } from '@nestjs/common';
import type { Transaction } from 'kysely';
import { MAX_VERIFY_ONLY } from '../../config/signing-keys.js';
import { Configuration } from '../../config/configuration.js';
import type { Schema } from '../../database/schema.js';
import type { SigningKeyRow } from '../../database/tables/signing-keys.js';
import type { DomainEvent } from '../../events/domain-event.js';
import { Outbox } from '../../events/outbox.js';
import { Problem } from '../../problem/problem.js';
import { lapsesAt, PUBLISHED_BEFORE_SIGNING_MS } from './key-times.js';
import { KeyRingKeeper } from './key-ring-keeper.js';
import { generateKey } from './ring-key.js';
import { SigningKeyStore } from './signing-key-store.js';

/** Who rotates, and why. */
export interface RotationAct extends Pick<DomainEvent, 'actor' | 'network' | 'requestId'> {
  reason: string;
}

/** The ring that follows what is rotated here. */
type RingFollower = Pick<KeyRingKeeper, 'fixed' | 'changed'>;

type Change = 'added' | 'promoted' | 'retired';

/**
 * Rotation in three steps, so that no token is ever refused for it (auth design, §3.2): a new key is added and published;
 * when whoever reads the key set has seen it, it signs; when everything that the old one signed has expired, the old one
 * is retired. Each step is recorded in its own transaction, and holds on every instance.
 */
@Injectable()
export class KeyRotation {
  constructor(
    private readonly store: SigningKeyStore,
    @Inject(KeyRingKeeper) private readonly keeper: RingFollower,
    private readonly outbox: Outbox,
    private readonly configuration: Configuration,
  ) {}

  list(): Promise<SigningKeyRow[]> {
    return this.store.live();
  }

  /** @throws Problem `conflict` while another key waits, or too many verify already. */
  async add(act: RotationAct): Promise<SigningKeyRow> {
    return this.change(async (transaction) => {
      const rows = await this.store.live(transaction);
      if (rows.some((row) => row.state === 'next'))
        throw conflict('A next key is there already: promote or retire it.');
      if (rows.length > MAX_VERIFY_ONLY) {
        throw conflict(`At most ${MAX_VERIFY_ONLY} keys verify beside the one that signs: retire one first.`);
      }
      const row = await this.store.add(transaction, generateKey(this.configuration.settings.JWT_ALGORITHM));
      await this.record(transaction, 'added', row, act);
      return row;
    });
  }

  /**
   * @param force signs at once with a key that readers of the key set may not have seen yet.
   * @throws Problem `not_found` for a key that does not wait, `conflict` before its time.
   */
  async promote(kid: string, act: RotationAct, force: boolean): Promise<SigningKeyRow> {
    return this.change(async (transaction) => {
      const rows = await this.store.live(transaction);
      const row = rows.find((candidate) => candidate.kid === kid && candidate.state === 'next');
      if (!row) throw new Problem('not_found');
      const waitMs = row.created_at.getTime() + PUBLISHED_BEFORE_SIGNING_MS - Date.now();
      // A shared secret is published nowhere: there is nobody to wait for.
      if (!force && row.algorithm !== 'HS256' && waitMs > 0) {
        throw conflict(`Caches of the key set may not have it yet: wait ${Math.ceil(waitMs / 1000)} s, or force it.`);
      }
      await this.store.promote(transaction, kid);
      await this.record(transaction, 'promoted', row, act);
      return { ...row, state: 'current' };
    });
  }

  /**
   * @param force ends the tokens that the key has signed with it.
   * @throws Problem `not_found`, `conflict` for the key that signs, or while tokens signed by this one live.
   */
  async retire(kid: string, act: RotationAct, force: boolean): Promise<SigningKeyRow> {
    return this.change(async (transaction) => {
      const row = (await this.store.live(transaction)).find((candidate) => candidate.kid === kid);
      if (!row) throw new Problem('not_found');
      if (row.state === 'current') throw conflict('This key signs: promote another one first.');
      const lapses = lapsesAt(row);
      if (!force && lapses !== null && lapses > Date.now()) {
        throw conflict(`Tokens signed with it may live until ${new Date(lapses).toISOString()}: wait, or force it.`);
      }
      await this.store.retire(transaction, [kid]);
      await this.record(transaction, 'retired', row, act);
      return { ...row, state: 'retired' };
    });
  }

  /** Retires every key whose tokens have all expired. */
  async retireLapsed(): Promise<void> {
    if (this.keeper.fixed) return;
    if (!(await this.store.live()).some(lapsed)) return;
    await this.change(async (transaction) => {
      const rows = (await this.store.live(transaction)).filter(lapsed);
      const act: RotationAct = { actor: { kind: 'system' }, reason: 'every token signed with it has expired' };
      for (const row of rows) await this.record(transaction, 'retired', row, act);
      await this.store.retire(
        transaction,
        rows.map((row) => row.kid),
      );
    });
  }

  private async change<T>(work: (transaction: Transaction<Schema>) => Promise<T>): Promise<T> {
    if (this.keeper.fixed) throw conflict('The signing keys are those of JWT_KEYS: change them there.');
    const result = await this.store.exclusively(work);
    await this.keeper.changed();
    return result;
  }

  private record(
    transaction: Transaction<Schema>,
    change: Change,
    { kid, algorithm }: SigningKeyRow,
    { reason, ...act }: RotationAct,
  ): Promise<void> {
    return this.outbox.append(transaction, {
      type: `admin.signing_key.${change}`,
      outcome: 'ok',
      ...act,
      target: { type: 'signing_key', id: kid },
      data: { algorithm, reason },
    });
  }
}

function lapsed(row: SigningKeyRow): boolean {
  return (lapsesAt(row) ?? Number.POSITIVE_INFINITY) <= Date.now();
}

function conflict(detail: string): Problem {
  return new Problem('conflict', { detail });
}
