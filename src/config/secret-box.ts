import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

const VERSION = 1;
const IV_BYTES = 12;
const TAG_BYTES = 16;
const HEAD_BYTES = 1 + IV_BYTES + TAG_BYTES;

/**
 * AES-256-GCM for small secrets at rest: version, 1 byte | IV, 12 random bytes | tag, 16 bytes | ciphertext. What a
 * secret belongs to goes in as associated data, so that a box moved to another row does not open.
 */
export class SecretBox {
  private readonly key: Buffer;

  /** @param purpose separates the keys of different uses of one data secret (HKDF, RFC 5869). */
  constructor(dataSecret: string, purpose: string) {
    this.key = Buffer.from(hkdfSync('sha256', dataSecret, '', purpose, 32));
  }

  seal(secret: Buffer, owner: string): Buffer {
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv('aes-256-gcm', this.key, iv).setAAD(Buffer.from(owner));
    const sealed = Buffer.concat([cipher.update(secret), cipher.final()]);
    return Buffer.concat([Buffer.of(VERSION), iv, cipher.getAuthTag(), sealed]);
  }

  /** Null when the box was sealed under another data secret, belongs to another owner, or is damaged. */
  open(box: Buffer, owner: string): Buffer | null {
    if (box.length < HEAD_BYTES || box[0] !== VERSION) return null;
    const decipher = createDecipheriv('aes-256-gcm', this.key, box.subarray(1, 1 + IV_BYTES), {
      authTagLength: TAG_BYTES,
    });
    decipher.setAAD(Buffer.from(owner)).setAuthTag(box.subarray(1 + IV_BYTES, HEAD_BYTES));
    try {
      return Buffer.concat([decipher.update(box.subarray(HEAD_BYTES)), decipher.final()]);
    } catch {
      return null;
    }
  }
}
