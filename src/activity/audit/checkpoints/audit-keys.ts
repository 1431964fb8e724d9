import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Configuration } from '../../../config/configuration.js';
import { SecretBox } from '../../../config/secret-box.js';
import { Database } from '../../../database/database.js';
import type { AuditKeyRow } from '../../../database/tables/audit.js';
import { keyId } from './checkpoint.js';

export interface AuditSigner {
  kid: string;
  key: KeyObject;
}

/**
 * The Ed25519 key that signs checkpoints: made once, kept in the database under the data secret, the same for all instances. Under
 * another data secret a new one is made; what the old ones signed stays verifiable with their public parts.
 */
@Injectable()
export class AuditKeys {
  private readonly box: SecretBox;
  private known: AuditSigner | undefined;

  constructor(
    private readonly database: Database,
    configuration: Configuration,
  ) {
    this.box = new SecretBox(configuration.secrets.data, 'audit keys');
  }

  async signer(): Promise<AuditSigner> {
    this.known ??= (await this.openable()) ?? (await this.make());
    return this.known;
  }

  /** Public keys by id, oldest first. */
  async publicKeys(): Promise<Map<string, KeyObject>> {
    return new Map((await this.rows()).map((row) => [row.kid, publicKeyOf(row)]));
  }

  rows(): Promise<AuditKeyRow[]> {
    return this.database.kysely.selectFrom('audit_keys').selectAll().orderBy('created_at').orderBy('kid').execute();
  }

  /** The newest key that this data secret opens. */
  private async openable(): Promise<AuditSigner | undefined> {
    for (const { kid, sealed_key } of (await this.rows()).toReversed()) {
      const bytes = this.box.open(Buffer.from(sealed_key), kid);
      if (bytes !== null) return { kid, key: createPrivateKey({ key: bytes, format: 'der', type: 'pkcs8' }) };
    }
    return undefined;
  }

  /** Of two instances that make one at once each signs with its own: both are kept. */
  private async make(): Promise<AuditSigner> {
    const { publicKey, privateKey } = generateKeyPairSync('ed25519');
    const der = publicKey.export({ format: 'der', type: 'spki' });
    const kid = keyId(publicKey);
    const sealed = this.box.seal(privateKey.export({ format: 'der', type: 'pkcs8' }), kid);
    await this.database.kysely.insertInto('audit_keys').values({ kid, public_key: der, sealed_key: sealed }).execute();
    return { kid, key: privateKey };
  }
}

export function publicKeyOf({ public_key }: Pick<AuditKeyRow, 'public_key'>): KeyObject {
  return createPublicKey({ key: Buffer.from(public_key), format: 'der', type: 'spki' });
}
