import { keyEntries, keyState, type KeyLife } from './key-state.js';
import { decodeKey } from './key-mirror.js';

const later = new Date(2_000_000_000_000);
const soon = new Date(1_900_000_000_000);
const row: KeyLife = {
  id: '0000000000AA',
  user_id: '0197f0a2-5c1e-7a61-9d0b-3f0f4a1c2b7e',
  version: 7,
  generation: 3,
  permissions: ['code_analysis'],
  rate_limit: 5,
  expires_at: later,
  revoked_at: null,
  previous_hash: Buffer.alloc(32),
  previous_expires_at: soon,
};

describe('keyState', () => {
  it('lets the current secret hold until the key expires', () => {
    expect(keyState(row, 3)).toEqual({
      version: 7,
      status: 'live',
      expiresAt: later.getTime(),
      permissions: ['code_analysis'],
      rateLimit: 5,
    });
    expect(keyState({ ...row, expires_at: null }, 3).expiresAt).toBeNull();
  });

  it('lets the secret before hold until its overlap ends, or the key', () => {
    expect(keyState(row, 2)).toMatchObject({ status: 'live', expiresAt: soon.getTime() });
    expect(keyState({ ...row, expires_at: new Date(5) }, 2)).toMatchObject({ status: 'live', expiresAt: 5 });
    expect(keyState({ ...row, previous_hash: null }, 2).status).toBe('ended');
  });

  it('lets nothing older hold, and nothing at all once the key is revoked', () => {
    expect(keyState(row, 1).status).toBe('ended');
    const revoked = { ...row, revoked_at: soon };
    expect([3, 2, 1].map((generation) => keyState(revoked, generation).status)).toEqual(['ended', 'ended', 'ended']);
  });

  it('writes every secret that Redis may still hold for good', () => {
    const entries = keyEntries(row);
    expect(entries.map(({ key }) => key.slice(-2))).toEqual([':3', ':2', ':1']);
    expect(entries.map(({ text }) => decodeKey(text)?.status)).toEqual(['live', 'live', 'ended']);
    expect(keyEntries({ ...row, generation: 1, previous_hash: null })).toHaveLength(1);
  });
});
