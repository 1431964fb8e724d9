import { randomBytes } from 'node:crypto';
import { issueRefreshToken, readRefreshToken, REFRESH_KEY_BYTES } from './refresh-token.js';

const sessionId = '0197f0a2-61b2-7c04-8e55-6d1c2f3a4b5c';
const key = randomBytes(REFRESH_KEY_BYTES);
const token = issueRefreshToken(sessionId, 7, key);

describe('refresh tokens', () => {
  it('name their session and turn, and are proved by its key', () => {
    const claim = readRefreshToken(token);
    expect(claim).toMatchObject({ sessionId, counter: 7 });
    expect(claim?.provedBy(key)).toBe(true);
  });

  it('are the same each time: the current one can be issued again', () => {
    expect(issueRefreshToken(sessionId, 7, key)).toBe(token);
    expect(issueRefreshToken(sessionId, 8, key)).not.toBe(token);
  });

  it('are not proved by another key', () => {
    expect(readRefreshToken(token)?.provedBy(randomBytes(REFRESH_KEY_BYTES))).toBe(false);
  });

  it('are not proved once any byte has changed', () => {
    const bytes = Buffer.from(token.slice(4), 'base64url');
    for (let i = 0; i < bytes.length; i += 1) {
      const forged = Buffer.from(bytes);
      forged.writeUInt8((forged[i] as number) ^ 1, i);
      expect(readRefreshToken(`cpr_${forged.toString('base64url')}`)?.provedBy(key)).toBe(false);
    }
  });

  it.each([
    '',
    'cpr_',
    token.slice(4),
    `cpk_${token.slice(4)}`,
    `${token}A`,
    token.slice(0, -1),
    `${token.slice(0, -1)}!`,
  ])('are no other text: %j', (text) => {
    expect(readRefreshToken(text)).toBeNull();
  });
});
