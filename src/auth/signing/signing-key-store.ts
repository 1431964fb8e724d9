import { Injectable, Logger } from '@nestjs/common';
import { sql, type Transaction } from 'kysely';
import { Configuration } from '../../config/configuration.js';
import { SecretBox } from '../../config/secret-box.js';
import { type GivenKey, MAX_VERIFY_ONLY } from '../../config/signing-keys.js';
import { Database } from '../../database/database.js';
import type { Schema } from '../../database/schema.js';
import type { SigningKeyRow } from '../../database/tables/signing-keys.js';
import { databaseNow } from '../../users/user-directory.js';
import type { RingContents } from './key-ring.js';
import { exportMaterial, generateKey, importMaterial, type RingKey, ringKey, ringKeyOfSecret } from './ring-key.js';

/** The ring as the database holds it, which all instances follow. */
@Injectable()
export class SigningKeyStore {
  private readonly logger = new Logger(SigningKeyStore.name);
  private readonly box: SecretBox;

  constructor(
    private readonly database: Database,
    private readonly configuration: Configuration,
  ) {
    this.box = new SecretBox(configuration.secrets.data, 'signing keys');
  }

  /** @throws Error when no instance has made the key that signs, or this one cannot decrypt it. */
  async load(): Promise<RingContents> {
    const rows = await this.live();
    const keys: RingKey[] = [];
    let signer: RingKey | undefined;
    for (const row of rows) {
      const key = this.open(row);
      if (key === null) continue;
      keys.push(key);
      if (row.state === 'current') signer = key;
    }
    if (signer === undefined)
      throw new Error('the key that signs cannot be decrypted: is DATA_SECRET the same everywhere?');
    return { signer, keys };
  }

  /** Keys that are not retired, in the order of their making. */
  live(transaction: Transaction<Schema> | null = null): Promise<SigningKeyRow[]> {
    return (transaction ?? this.database.kysely)
      .selectFrom('signing_keys')
      .selectAll()
      .where('state', '!=', 'retired')
      .orderBy('created_at')
      .orderBy('kid')
      .execute();
  }

  /** One change of the ring at a time, over all instances. */
  exclusively<T>(work: (transaction: Transaction<Schema>) => Promise<T>): Promise<T> {
    return this.database.transaction(async (transaction) => {
      await sql`lock table signing_keys in share row exclusive mode`.execute(transaction);
      return work(transaction);
    });
  }

  /**
   * Sees to it that a key of the configured algorithm signs. A JWT_SECRET that the ring has never seen signs from now on,
   * and the key before it goes on verifying, so that a changed secret costs nobody their token.
   */
  async ensureSigner(): Promise<void> {
    const { JWT_ALGORITHM } = this.configuration.settings;
    const given = JWT_ALGORITHM === 'HS256' ? ringKeyOfSecret(this.configuration.secrets.jwt) : null;
    await this.exclusively(async (transaction) => {
      const known = given === null ? undefined : await byKid(transaction, given.kid);
      if (given !== null && known === undefined) return this.install(transaction, given);
      if (given !== null && known?.sealed_key && this.open(known) === null) await this.reseal(transaction, given);
      const current = (await this.live(transaction)).find((row) => row.state === 'current');
      if (current?.algorithm === JWT_ALGORITHM && this.open(current) !== null) return;
      if (given !== null && known?.sealed_key) return this.promote(transaction, given.kid);
      if (known !== undefined) this.logger.warn(`the key of JWT_SECRET (${known.kid}) was retired: another one signs`);
      await this.install(transaction, generateKey(JWT_ALGORITHM));
    });
  }

  async add(transaction: Transaction<Schema>, key: GivenKey): Promise<SigningKeyRow> {
    return transaction
      .insertInto('signing_keys')
      .values({
        kid: key.kid,
        algorithm: key.algorithm,
        sealed_key: this.box.seal(exportMaterial(key), key.kid),
        state: 'next',
        created_at: databaseNow,
        promoted_at: null,
        demoted_at: null,
        retired_at: null,
      })
      .returningAll()
      .executeTakeFirstOrThrow();
  }

  /** The key signs from now on; the one before it verifies what it has signed. */
  async promote(transaction: Transaction<Schema>, kid: string): Promise<void> {
    await transaction
      .updateTable('signing_keys')
      .set({ state: 'previous', demoted_at: databaseNow })
      .where('state', '=', 'current')
      .execute();
    await transaction
      .updateTable('signing_keys')
      .set({ state: 'current', promoted_at: databaseNow, demoted_at: null })
      .where('kid', '=', kid)
      .execute();
    await this.dropSurplus(transaction);
  }

  /** The key verifies nothing any more, and its secret is gone. */
  async retire(transaction: Transaction<Schema>, kids: readonly string[]): Promise<void> {
    if (kids.length === 0) return;
    await transaction
      .updateTable('signing_keys')
      .set({ state: 'retired', sealed_key: null, retired_at: databaseNow })
      .where('kid', 'in', [...kids])
      .execute();
  }

  private async install(transaction: Transaction<Schema>, key: GivenKey): Promise<void> {
    const waiting = (await this.live(transaction)).filter((row) => row.state === 'next');
    // It was made for what signed until now.
    await this.retire(
      transaction,
      waiting.map((row) => row.kid),
    );
    await this.add(transaction, key);
    await this.promote(transaction, key.kid);
  }

  private async reseal(transaction: Transaction<Schema>, key: GivenKey): Promise<void> {
    await transaction
      .updateTable('signing_keys')
      .set({ sealed_key: this.box.seal(exportMaterial(key), key.kid) })
      .where('kid', '=', key.kid)
      .execute();
  }

  private async dropSurplus(transaction: Transaction<Schema>): Promise<void> {
    const verifying = (await this.live(transaction)).filter((row) => row.state === 'previous');
    verifying.sort((a, b) => (b.demoted_at?.getTime() ?? 0) - (a.demoted_at?.getTime() ?? 0));
    await this.retire(
      transaction,
      verifying.slice(MAX_VERIFY_ONLY).map((row) => row.kid),
    );
  }

  /** Null for a key that was encrypted under another data secret. */
  private open({ kid, algorithm, sealed_key }: SigningKeyRow): RingKey | null {
    const bytes = sealed_key === null ? null : this.box.open(Buffer.from(sealed_key), kid);
    return bytes === null ? null : ringKey({ kid, algorithm, material: importMaterial(algorithm, bytes) });
  }
}

function byKid(transaction: Transaction<Schema>, kid: string): Promise<SigningKeyRow | undefined> {
  return transaction.selectFrom('signing_keys').selectAll().where('kid', '=', kid).executeTakeFirst();
}
