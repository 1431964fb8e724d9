import type { SessionCredential } from '../../access/caller.js';
import { tokenExpired, tokenInvalid } from '../../access/challenges.js';

/** The payload of an access token: RFC 9068's claims and the contract's. */
export interface AccessClaims {
  iss: string;
  aud: string;
  sub: string;
  client_id: string;
  iat: number;
  nbf: number;
  exp: number;
  jti: string;
  sid: string;
  auth_time: number;
  amr: readonly string[];
  user_id: string;
  email: string;
  subscription_plan: string;
  rate_limit_multiplier: number;
  permissions: readonly string[];
  role: string;
}

export interface ClaimRules {
  issuer: string;
  audience: string;
  /** Longest life that a token may claim, seconds. */
  maxLife: number;
}

/** How far clocks of instances may lie apart, seconds. */
export const CLOCK_TOLERANCE = 5;

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const seconds = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
const text = (value: unknown): value is string => typeof value === 'string' && value !== '';
const texts = (value: unknown): boolean => Array.isArray(value) && value.every(text);

/**
 * Checks the claims of a token whose signature is proved. Expiry comes last: "expired" is told only of a token that
 * is right in everything else.
 * @param now unix seconds.
 * @throws Problem `token_invalid` or `token_expired`.
 */
export function checkClaims(payload: unknown, rules: ClaimRules, now: number): SessionCredential {
  if (typeof payload !== 'object' || payload === null || Array.isArray(payload)) throw tokenInvalid();
  const claims = payload as Record<keyof AccessClaims, unknown>;
  const { exp, iat, nbf, sub, sid, email } = claims;
  if (!seconds(exp) || !seconds(iat) || !seconds(nbf)) throw tokenInvalid();
  if (exp <= iat || exp - iat > rules.maxLife) throw tokenInvalid();
  if (nbf > now + CLOCK_TOLERANCE || iat > now + CLOCK_TOLERANCE) throw tokenInvalid();
  if (claims.iss !== rules.issuer || claims.aud !== rules.audience) throw tokenInvalid();
  if (!text(sub) || !uuid.test(sub) || claims.user_id !== sub) throw tokenInvalid();
  if (!text(sid) || !uuid.test(sid) || !text(claims.jti) || !text(email)) throw tokenInvalid();
  if (!seconds(claims.auth_time) || !text(claims.subscription_plan) || !text(claims.role)) throw tokenInvalid();
  if (typeof claims.rate_limit_multiplier !== 'number') throw tokenInvalid();
  if (!text(claims.client_id) || !texts(claims.permissions) || !texts(claims.amr)) throw tokenInvalid();
  if (exp <= now - CLOCK_TOLERANCE) throw tokenExpired();
  return {
    kind: 'session',
    userId: sub,
    sessionId: sid,
    email,
    authTime: claims.auth_time,
    methods: claims.amr as readonly string[],
    expiresAt: exp,
    planHint: claims.subscription_plan,
  };
}
