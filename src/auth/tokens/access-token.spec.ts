import { createHmac, generateKeyPairSync, sign as signAsymmetric } from 'node:crypto';
import type { ExecutionContext } from '@nestjs/common';
import type { SessionCredential } from '../../access/caller.js';
import { Configuration } from '../../config/configuration.js';
import { JwtPassportGuard } from './jwt-passport.guard.js';
import { JwtStrategy } from './jwt.strategy.js';
import { KeyRing } from './key-ring.js';
import { TokenVerifier } from './token-verifier.js';

const secret = 'q8Zt3vN7rX1mK5wB9yD2fH6jL0pS4uA8-signing';
const configuration = Configuration.parse({ JWT_SECRET: secret, ACCESS_TOKEN_TTL: '3600' });
const ring = new KeyRing(configuration);
// Registers itself with passport; the guard finds it there, as in the service.
const strategy = new JwtStrategy(new TokenVerifier(ring, configuration));
const guard = new JwtPassportGuard();

const now = Math.floor(Date.now() / 1000);
const userId = '0197f0a2-5c1e-7a61-9d0b-3f0f4a1c2b7e';
const sessionId = '0197f0a2-61b2-7c04-8e55-6d1c2f3a4b5c';
const header = { alg: 'HS256', typ: 'at+jwt', kid: ring.signer.kid };
const claims = {
  iss: 'codepitamah',
  aud: 'codepitamah-api',
  sub: userId,
  client_id: 'codepitamah',
  iat: now,
  nbf: now,
  exp: now + 600,
  jti: 'b1e6c1f0-0000-4000-8000-000000000000',
  sid: sessionId,
  auth_time: now,
  amr: ['pwd'],
  user_id: userId,
  email: 'ada@example.org',
  subscription_plan: 'pro',
  rate_limit_multiplier: 10,
  permissions: ['code_analysis'],
  role: 'user',
};

const encode = (part: unknown): string =>
  Buffer.from(typeof part === 'string' ? part : JSON.stringify(part)).toString('base64url');

function token(head: unknown = header, body: unknown = claims, key = secret, hash = 'sha256'): string {
  const signed = `${encode(head)}.${encode(body)}`;
  return `${signed}.${createHmac(hash, key).update(signed).digest('base64url')}`;
}

const without = <T extends object>(object: T, name: keyof T) => ({ ...object, [name]: undefined });

/** What the guard makes of a token: the credential it leaves on the request, or the code of its refusal. */
async function judge(text: string): Promise<SessionCredential | string> {
  const request: { headers: object; credential?: SessionCredential } = { headers: { authorization: `Bearer ${text}` } };
  const http = { getRequest: () => request, getResponse: () => ({}) };
  try {
    await guard.canActivate({ switchToHttp: () => http } as unknown as ExecutionContext);
  } catch (error) {
    return (error as { code: string }).code;
  }
  return request.credential as SessionCredential;
}

describe('an access token', () => {
  it('is proved by signature and claims', async () => {
    expect(strategy).toBeDefined();
    expect(await judge(token())).toEqual({
      kind: 'session',
      userId,
      sessionId,
      email: 'ada@example.org',
      authTime: now,
      expiresAt: now + 600,
      planHint: 'pro',
    });
  });

  it('may be some seconds ahead or behind: clocks differ', async () => {
    expect(await judge(token(header, { ...claims, iat: now + 3, nbf: now + 3 }))).toMatchObject({ userId });
    expect(await judge(token(header, { ...claims, iat: now - 100, exp: now - 3 }))).toMatchObject({ userId });
  });

  it('is said to have expired only when everything else is right', async () => {
    const expired = { ...claims, iat: now - 700, nbf: now - 700, exp: now - 100 };
    expect(await judge(token(header, expired))).toBe('token_expired');
    expect(await judge(token(header, { ...expired, iss: 'someone' }))).toBe('token_invalid');
    expect(await judge(token(header, expired, 'another secret of thirty-two bytes!'))).toBe('token_invalid');
  });

  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const rsaSigned = `${encode({ ...header, alg: 'RS256' })}.${encode(claims)}`;
  const [goodHeader, goodBody, goodSignature] = token().split('.') as [string, string, string];

  it.each<[string, string]>([
    ['is empty', ''],
    ['is one word', 'token'],
    ['has two parts', `${goodHeader}.${goodBody}`],
    ['has four parts', `${token()}.x`],
    ['has an empty signature', `${goodHeader}.${goodBody}.`],
    ['is longer than 8 KiB', token(header, { ...claims, email: 'a'.repeat(8_192) })],
      methods: ['pwd'],
    ['holds characters that are not base64url', `${goodHeader}.${goodBody}=.${goodSignature}`],
    ['has a header that is no JSON', token('{')],
    ['has a header that is a list', token([])],
    ['has a payload that is no JSON', token(header, '{')],
    ['has a payload that is a text', token(header, '"x"')],
    ['has a payload that is a list', token(header, [])],
    ['says alg none', `${encode({ ...header, alg: 'none' })}.${goodBody}.`],
    ['says alg none and keeps a signature', token({ ...header, alg: 'none' })],
    ['says alg in other case', token({ ...header, alg: 'hs256' })],
    ['is signed with HS384', token({ ...header, alg: 'HS384' }, claims, secret, 'sha384')],
    ['is signed with HS512', token({ ...header, alg: 'HS512' }, claims, secret, 'sha512')],
    [
      'is signed with RS256',
      `${rsaSigned}.${signAsymmetric('sha256', Buffer.from(rsaSigned), privateKey).toString('base64url')}`,
    ],
    ['names no key', token(without(header, 'kid'))],
    ['names an unknown key', token({ ...header, kid: 'other' })],
    ['names a key by a path', token({ ...header, kid: '../../dev/null' })],
    ['names its key by a number', token({ ...header, kid: 1 })],
    ['names a member of every object', token({ ...header, kid: '__proto__' })],
    ['has no type', token(without(header, 'typ'))],
    ['is of type JWT', token({ ...header, typ: 'JWT' })],
    ['has crit', token({ ...header, crit: ['exp'] })],
    ['has an empty crit', token({ ...header, crit: [] })],
    ['has jku', token({ ...header, jku: 'https://example.org/keys' })],
    ['has jwk', token({ ...header, jwk: {} })],
    ['has x5u', token({ ...header, x5u: 'https://example.org/cert' })],
    ['has x5c', token({ ...header, x5c: [] })],
    ['has b64', token({ ...header, b64: false })],
    ['is signed with another secret', token(header, claims, 'another secret of thirty-two bytes!')],
    ['is signed with nothing', token(header, claims, '')],
    ['has another payload than was signed', `${goodHeader}.${encode({ ...claims, role: 'admin' })}.${goodSignature}`],
    ['has a cut signature', token().slice(0, -1)],
    ['has no exp', token(header, without(claims, 'exp'))],
    ['has a text as exp', token(header, { ...claims, exp: String(now + 600) })],
    ['has a fractional exp', token(header, { ...claims, exp: now + 0.5 })],
    ['never expires', token(header, `${JSON.stringify(claims).replace(`"exp":${now + 600}`, '"exp":1e400')}`)],
    ['claims a longer life than the service gives', token(header, { ...claims, exp: now + 3_601 })],
    ['ends before it begins', token(header, { ...claims, iat: now, exp: now - 1 })],
    ['has no iat', token(header, without(claims, 'iat'))],
    ['was issued in the future', token(header, { ...claims, iat: now + 60, exp: now + 120 })],
    ['has no nbf', token(header, without(claims, 'nbf'))],
    ['is not valid yet', token(header, { ...claims, nbf: now + 60 })],
    ['is of another issuer', token(header, { ...claims, iss: 'codepitamah.example' })],
    ['has a list of issuers', token(header, { ...claims, iss: ['codepitamah'] })],
    ['is for another audience', token(header, { ...claims, aud: 'someone' })],
    ['is for several audiences', token(header, { ...claims, aud: ['codepitamah-api', 'someone'] })],
    ['has no sub', token(header, without(claims, 'sub'))],
    ['has a sub that is no id', token(header, { ...claims, sub: 'admin', user_id: 'admin' })],
    ['has a sub with a brace', token(header, { ...claims, sub: `${userId}}`, user_id: `${userId}}` })],
    ['names two users', token(header, { ...claims, user_id: sessionId })],
    ['has no sid', token(header, without(claims, 'sid'))],
    ['has a sid that is no id', token(header, { ...claims, sid: '*' })],
    ['has no jti', token(header, without(claims, 'jti'))],
    ['has no email', token(header, without(claims, 'email'))],
    ['has no auth_time', token(header, without(claims, 'auth_time'))],
    ['has a text for permissions', token(header, { ...claims, permissions: 'admin' })],
    ['has a text for its multiplier', token(header, { ...claims, rate_limit_multiplier: '10' })],
    ['has no plan', token(header, without(claims, 'subscription_plan'))],
    ['has no role', token(header, without(claims, 'role'))],
  ])('is refused when it %s', async (_, text) => {
    expect(await judge(text)).toBe('token_invalid');
  });
});
