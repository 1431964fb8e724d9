import type { UserRow } from '../../database/tables/users.js';
import { expiryOf, grantedPermissions, ownLimitOf, widens } from './key-wishes.js';

const DAY_MS = 86_400_000;
const now = Date.parse('2026-11-25T12:00:00.000Z');
const at = (days: number) => new Date(now + days * DAY_MS);
const owner = (role: 'user' | 'admin') => ({ role, permissions: ['code_analysis'] }) as unknown as UserRow;

describe('what a key is given', () => {
  it('is what its owner has, and admin only when it is asked for', () => {
    expect(grantedPermissions(undefined, owner('user'))).toEqual(['code_analysis']);
    expect(grantedPermissions(undefined, owner('admin'))).toEqual(['code_analysis']);
    expect(grantedPermissions(['admin'], owner('admin'))).toEqual(['admin']);
    expect(() => grantedPermissions(['code_analysis', 'admin'], owner('user'))).toThrow(
      expect.objectContaining({ code: 'insufficient_scope', members: { permission: 'admin' } }),
    );
  });

  it('lasts 90 days, at most 365, and for ever only where that is allowed', () => {
    expect(expiryOf(undefined, false, now)).toEqual(at(90));
    expect(expiryOf(at(365).toISOString(), false, now)).toEqual(at(365));
    expect(expiryOf('2026-11-25T13:00:01+01:00', false, now)).toEqual(new Date(now + 1_000));
    expect(expiryOf(null, true, now)).toBeNull();
    const refused = expect.objectContaining({ code: 'validation_failed' });
    expect(() => expiryOf(null, false, now)).toThrow(refused);
    for (const days of [-1, 0, 365.001]) expect(() => expiryOf(at(days).toISOString(), true, now)).toThrow(refused);
  });
});

describe('the limit of a key', () => {
  it('is at most what its owner may send', () => {
    expect([ownLimitOf(null, 10), ownLimitOf(1, 10), ownLimitOf(10, 10)]).toEqual([null, 1, 10]);
    expect(() => ownLimitOf(11, 10)).toThrow(expect.objectContaining({ code: 'validation_failed' }));
  });
});

describe('widens', () => {
  const key = { permissions: ['code_analysis'], expires_at: at(30), rate_limit: 5 };

  it('is true for more permissions, a later expiry or none, a higher limit or none', () => {
    expect(widens(key, { ...key, permissions: ['code_analysis', 'admin'] })).toBe(true);
    expect(widens(key, { ...key, permissions: ['admin'] })).toBe(true);
    expect(widens(key, { ...key, expires_at: at(31) })).toBe(true);
    expect(widens(key, { ...key, expires_at: null })).toBe(true);
    expect(widens(key, { ...key, rate_limit: 6 })).toBe(true);
    expect(widens(key, { ...key, rate_limit: null })).toBe(true);
  });

  it('is false for the same, fewer permissions, an earlier expiry and a lower limit', () => {
    expect(widens(key, key)).toBe(false);
    expect(widens(key, { ...key, permissions: [], expires_at: at(29) })).toBe(false);
    expect(widens({ ...key, expires_at: null }, key)).toBe(false);
    expect(widens(key, { ...key, rate_limit: 1 })).toBe(false);
    expect(widens({ ...key, rate_limit: null }, key)).toBe(false);
  });
});
