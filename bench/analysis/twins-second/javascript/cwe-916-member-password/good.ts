import { createHash, randomBytes, scryptSync } from 'node:crypto';

export interface Member {
  email: string;
  salt: string;
  passwordHash: string;
}

function hashPassword(password: string, salt: string): string {
  return scryptSync(password, salt, 64).toString('hex');
}

export function register(email: string, password: string): Member {
  const salt = randomBytes(16).toString('hex');
  return { email, salt, passwordHash: hashPassword(password, salt) };
}

export function contentTag(body: string): string {
  return createHash('sha256').update(body).digest('hex');
}
