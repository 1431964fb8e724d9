import { BrowserSecret } from './browser-secret.js';

const fieldOf = (secret: BrowserSecret) => secret.cookie.split(';', 1)[0] as string;

describe('BrowserSecret', () => {
  it('comes back from the cookie that carries it', () => {
    const secret = BrowserSecret.create();
    const read = BrowserSecret.of(`theme=dark; ${fieldOf(secret)}; lang=en`);
    expect(read?.hash).toEqual(secret.hash);
    expect(read?.nonce('s')).toBe(secret.nonce('s'));
    expect(secret.cookie).toMatch(
      /^__Host-[a-z-]+=[A-Za-z0-9_-]{43}; Path=\/; Max-Age=600; Secure; HttpOnly; SameSite=Lax$/,
    );
  });

  it.each([
    ['nothing', undefined],
    ['another cookie', 'session=abc'],
    ['a short one', '__Host-codepitamah-oidc=abc'],
    ['one of another alphabet', `__Host-codepitamah-oidc=${'ä'.repeat(43)}`],
    ['two', `${fieldOf(BrowserSecret.create())}; ${fieldOf(BrowserSecret.create())}`],
    ['one under a name that ends alike', `x${fieldOf(BrowserSecret.create())}`],
  ])('is not read from %s', (_what, field) => {
    expect(BrowserSecret.of(field)).toBeNull();
  });

  it('makes values of its own for each sign-in and each use', () => {
    const [one, other] = [BrowserSecret.create(), BrowserSecret.create()];
    const state = one.newState();
    const values = [
      state,
      one.newState(),
      one.nonce(state),
      one.codeVerifier(state),
      other.nonce(state),
      one.nonce('x'),
    ];
    expect(new Set(values).size).toBe(values.length);
    // RFC 7636 §4.1: 43 to 128 unreserved characters.
    expect(one.codeVerifier(state)).toMatch(/^[A-Za-z0-9_-]{43}$/);
  });
});
