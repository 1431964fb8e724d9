import { createCipheriv, randomBytes } from 'node:crypto';

const key = Buffer.from(process.env.VAULT_KEY ?? '', 'hex');

export function seal(plain) {
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, iv);
  const body = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), body]);
}
