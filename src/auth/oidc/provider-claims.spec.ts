import { readClaims } from './provider-claims.js';

const now = 1_800_000_000_000;
const idToken = { iss: 'https://id.example.org', sub: 'ada', iat: now / 1000 };

describe('readClaims', () => {
  it('takes an address for proved only when the provider says exactly so', () => {
    const verified = (email_verified: unknown) =>
      readClaims(idToken, { email: 'a@b.co', email_verified }, now).emailVerified;
    expect([true, false, 'true', 1, undefined, null].map(verified)).toEqual([true, false, false, false, false, false]);
  });

  it.each([
    [{ ...idToken, iss: undefined }],
    [{ ...idToken, sub: undefined }],
    [{ ...idToken, sub: '' }],
    [{ ...idToken, sub: 1 }],
    [{ ...idToken, iat: undefined }],
    [{ ...idToken, iat: now / 1000 + 61 }],
    [{ ...idToken, sub: 'a'.repeat(256) }],
    [{ ...idToken, sub: 'a\0' }],
  ])('refuses %j', (claims) => {
    expect(() => readClaims(claims, {}, now)).toThrow(expect.objectContaining({ code: 'oidc_refused' }));
  });

  it('takes profile claims of other types for absent ones', () => {
    expect(readClaims({ ...idToken, amr: 'mfa', auth_time: 'now' }, { email: ['a@b.co'], name: {} }, now)).toEqual({
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
    const claims = readClaims(
      { ...idToken, amr: ['pwd', 'mfa'], auth_time: 1_000 },
      { amr: [], auth_time: 2_000 },
      now,
    );
    expect([claims.multiFactor, claims.authenticatedAt]).toEqual([true, new Date(1_000_000)]);
  });
});
