import { createCipheriv, randomBytes } from 'node:crypto';

const key = Buffer.from(process.env.VAULT_KEY ?? '', 'hex');

export function seal(plain) {
  const cipher = createCipheriv('aes-256-ecb', key, null);
  return Buffer.concat([cipher.update(plain), cipher.final()]);
}
