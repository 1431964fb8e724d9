import { createHash, createHmac, randomBytes } from 'node:crypto';

/**
 * What ties a sign-in at the provider to the browser that began it: a random cookie. State, nonce and code verifier of
 * each sign-in are HMACs under it (state: over a random value; the others: over the state), so the database keeps hashes
 * alone, several sign-ins of one browser may be under way, and none can be finished from anywhere else.
 *
 * `__Host-`: set by this host itself, sent by https alone, to no other path's sake. Lax, because the provider sends the
 * browser back by a link; no other site's form or script gets it sent.
 */
const COOKIE = '__Host-codepitamah-oidc';
const form = /^[A-Za-z0-9_-]{43}$/;

/** Seconds that a sign-in may take. */
export const FLOW_LIFE = 600;

export class BrowserSecret {
  private constructor(private readonly value: string) {}

  static create(): BrowserSecret {
    return new BrowserSecret(randomBytes(32).toString('base64url'));
  }

  /** The secret of a `Cookie` field; null when there is none, or more than one. */
  static of(cookieField: string | undefined): BrowserSecret | null {
    const values = (cookieField ?? '')
      .split(';')
      .map((pair) => pair.trim())
      .filter((pair) => pair.startsWith(`${COOKIE}=`))
      .map((pair) => pair.slice(COOKIE.length + 1));
    const [value = ''] = values;
    return values.length === 1 && form.test(value) ? new BrowserSecret(value) : null;
  }

  /** The `Set-Cookie` field that gives it to the browser. */
  get cookie(): string {
    return `${COOKIE}=${this.value}; Path=/; Max-Age=${FLOW_LIFE}; Secure; HttpOnly; SameSite=Lax`;
  }

  get hash(): Buffer {
    return createHash('sha256').update(this.value).digest();
  }

  newState(): string {
    return this.derive(`state ${randomBytes(32).toString('hex')}`);
  }

  nonce(state: string): string {
    return this.derive(`nonce ${state}`);
  }

  codeVerifier(state: string): string {
    return this.derive(`code verifier ${state}`);
  }

  private derive(purpose: string): string {
    return createHmac('sha256', this.value).update(purpose).digest('base64url');
  }
}
