import { readClaims } from './provider-claims.js';

const idToken = { iss: 'https://id.example.org', sub: 'ada' };

describe('readClaims', () => {
  it('takes an address for proved only when the provider says exactly so', () => {
    const verified = (email_verified: unknown) =>
      readClaims(idToken, { email: 'a@b.co', email_verified }).emailVerified;
    expect([true, false, 'true', 1, undefined, null].map(verified)).toEqual([true, false, false, false, false, false]);
  });

  it.each([
    [{ sub: 'ada' }],
    [{ iss: 'x' }],
    [{ ...idToken, sub: '' }],
    [{ ...idToken, sub: 1 }],
    [{ ...idToken, sub: 'a'.repeat(256) }],
    [{ ...idToken, sub: 'a\0' }],
  ])('refuses %j', (claims) => {
    expect(() => readClaims(claims, {})).toThrow(expect.objectContaining({ code: 'oidc_refused' }));
  });

  it('takes profile claims of other types for absent ones', () => {
    expect(readClaims({ ...idToken, amr: 'mfa', auth_time: 'now' }, { email: ['a@b.co'], name: {} })).toEqual({
      issuer: idToken.iss,
      subject: 'ada',
      email: null,
      emailVerified: false,
      name: null,
      multiFactor: false,
      authenticatedAt: null,
    });
  });

  it('takes when and how from the ID token, never from the user info', () => {
    const claims = readClaims({ ...idToken, amr: ['pwd', 'mfa'], auth_time: 1_000 }, { amr: [], auth_time: 2_000 });
    expect([claims.multiFactor, claims.authenticatedAt]).toEqual([true, new Date(1_000_000)]);
  });
});
