import { Problem } from '../../problem/problem.js';

/** What the provider says of somebody, as far as it is used. Plan, role and permissions are never taken from it. */
export interface ProviderClaims {
  issuer: string;
  subject: string;
  email: string | null;
  /** The provider has proved that the address is theirs. */
  emailVerified: boolean;
  name: string | null;
  /** It asked for more than one factor. */
  multiFactor: boolean;
  /** When it did; null when it does not say. */
  authenticatedAt: Date | null;
}

/** How far the provider's clock may be ahead, seconds. */
const CLOCK_TOLERANCE = 60;
/** OpenID Connect Core §2: at most 255 ASCII characters. */
const MAX_SUBJECT = 255;

type Claims = Readonly<Record<string, unknown>>;

/**
 * @param idToken claims whose signature, issuer, audience and nonce are proved.
 * @param profile of the same subject: the ID token's own claims, or the user info's.
 * @param now unix ms.
 * @throws Problem `oidc_refused` when they are not of the types of OpenID Connect Core, or from the future.
 */
export function readClaims(idToken: Claims, profile: Claims, now: number): ProviderClaims {
  const { iss, sub, iat, amr, auth_time } = idToken;
  if (typeof iat !== 'number' || iat > now / 1000 + CLOCK_TOLERANCE) throw new Problem('oidc_refused');
  const { email, email_verified, name } = profile;
  if (typeof iss !== 'string' || typeof sub !== 'string' || sub === '' || sub.length > MAX_SUBJECT || /\0/.test(sub)) {
    throw new Problem('oidc_refused');
  }
  return {
    issuer: iss,
    subject: sub,
    email: typeof email === 'string' ? email : null,
    // Exactly true: there are providers that write "false" as a text.
    emailVerified: email_verified === true,
    name: typeof name === 'string' ? name : null,
    multiFactor: Array.isArray(amr) && amr.includes('mfa'),
    authenticatedAt: typeof auth_time === 'number' && auth_time > 0 ? new Date(auth_time * 1000) : null,
  };
}
