import { createHmac, generateKeyPairSync, type KeyObject, sign as signAsymmetric } from 'node:crypto';
import type { ExecutionContext } from '@nestjs/common';
import type { SessionCredential } from '../../access/caller.js';
import { Configuration } from '../../config/configuration.js';
import { KeyRing } from '../signing/key-ring.js';
import { KeyRingKeeper } from '../signing/key-ring-keeper.js';
import { AccessTokenProofs } from './access-token-proofs.js';
import { JwtPassportGuard } from './jwt-passport.guard.js';
import { JwtStrategy } from './jwt.strategy.js';
import { TokenVerifier } from './token-verifier.js';

const secret = 'q8Zt3vN7rX1mK5wB9yD2fH6jL0pS4uA8-signing';
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const ed = generateKeyPairSync('ed25519');
const jwk = (key: KeyObject, kid: string) => ({ ...key.export({ format: 'jwk' }), kid });
const configuration = Configuration.parse({
  ACCESS_TOKEN_TTL: '3600',
  JWT_KEYS: JSON.stringify({
    keys: [
      { kty: 'oct', kid: 'shared', k: Buffer.from(secret).toString('base64url') },
      jwk(ec.privateKey, 'ec'),
      jwk(ed.privateKey, 'ed'),
      jwk(generateKeyPairSync('ed25519').publicKey, 'ed-only-public'),
    ],
  }),
});
const ring = new KeyRing();
// Given keys ask neither store nor Redis.
const keeper = new KeyRingKeeper(ring, null as never, null as never, configuration);
const verifier = new TokenVerifier(ring, keeper, configuration);
// Registers itself with passport; the guard finds it there, as in the service.
const strategy = new JwtStrategy(verifier);
const proofs = new AccessTokenProofs(ring, verifier, new JwtPassportGuard());
beforeAll(() => keeper.onModuleInit());

const now = Math.floor(Date.now() / 1000);
const userId = '0197f0a2-5c1e-7a61-9d0b-3f0f4a1c2b7e';
const sessionId = '0197f0a2-61b2-7c04-8e55-6d1c2f3a4b5c';
const header = { alg: 'HS256', typ: 'at+jwt', kid: 'shared' };
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

const asymmetric = {
  ec: (signed: string, key: KeyObject = ec.privateKey) =>
    signAsymmetric('sha256', Buffer.from(signed), { key, dsaEncoding: 'ieee-p1363' }),
  ed: (signed: string, key: KeyObject = ed.privateKey) => signAsymmetric(null, Buffer.from(signed), key),
};

/** A token signed with one of the key pairs. */
function signedBy(kid: 'ec' | 'ed', head: object = {}, body: unknown = claims, key?: KeyObject): string {
  const alg = kid === 'ec' ? 'ES256' : 'EdDSA';
  const signed = `${encode({ ...header, alg, kid, ...head })}.${encode(body)}`;
  return `${signed}.${asymmetric[kid](signed, key).toString('base64url')}`;
}

/** What is made of a token: the credential, or the code of its refusal. */
async function judge(text: string): Promise<SessionCredential | string> {
  const request: { headers: object; credential?: SessionCredential } = { headers: { authorization: `Bearer ${text}` } };
  const http = { getRequest: () => request, getResponse: () => ({}) };
  const context = { switchToHttp: () => http } as unknown as ExecutionContext;
  return proofs.prove(text, context).catch((error: { code: string }) => error.code);
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
      methods: ['pwd'],
      expiresAt: now + 600,
      planHint: 'pro',
    });
  });

  it.each(['ec', 'ed'] as const)('is proved by the key pair %s, too', async (kid) => {
    expect(await judge(signedBy(kid))).toMatchObject({ userId, sessionId });
    const expired = { ...claims, iat: now - 700, nbf: now - 700, exp: now - 100 };
    expect(await judge(signedBy(kid, {}, expired))).toBe('token_expired');
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
  const strangers = { ec: generateKeyPairSync('ec', { namedCurve: 'P-256' }), ed: generateKeyPairSync('ed25519') };
  const publicKey = (key: KeyObject) => key.export({ format: 'pem', type: 'spki' }).toString();
  const twice = (text: string) => text.replace('{', '{"alg":"none",');
  const rsaSigned = `${encode({ ...header, alg: 'RS256' })}.${encode(claims)}`;
  const [goodHeader, goodBody, goodSignature] = token().split('.') as [string, string, string];

  /** The same signature, spelled so that a lenient decoder takes it. */
  function loose(text: string): string {
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    return text.slice(0, -1) + alphabet.charAt(alphabet.indexOf(text.slice(-1)) + 1);
  }

  function derSigned(): string {
    const signed = signedBy('ec').split('.').slice(0, 2).join('.');
    return `${signed}.${signAsymmetric('sha256', Buffer.from(signed), ec.privateKey).toString('base64url')}`;
  }

  it.each<[string, string]>([
    ['is empty', ''],
    ['is one word', 'token'],
    ['has two parts', `${goodHeader}.${goodBody}`],
    ['has four parts', `${token()}.x`],
    ['has an empty signature', `${goodHeader}.${goodBody}.`],
    ['is longer than 8 KiB', token(header, { ...claims, email: 'a'.repeat(8_192) })],
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
    ['has x5t', token({ ...header, x5t: 'x' })],
    ['has zip', token({ ...header, zip: 'DEF' })],
    ['has enc', token({ ...header, enc: 'A256GCM' })],
    [
      'says none before its algorithm, and keeps a stranger’s signature',
      token(twice(JSON.stringify(header)), claims, 'x'),
    ],
    ['names its algorithm twice, none last', token(`${JSON.stringify(header).slice(0, -1)},"alg":"none"}`)],
    [
      'has a header that is no UTF-8',
      `${Buffer.from([0x7b, 0xff, 0x7d]).toString('base64url')}.${goodBody}.${goodSignature}`,
    ],
    ['has a header in base64 with padding', `${goodHeader}==.${goodBody}.${goodSignature}`],
    ['has bits after the end of its signature', loose(token())],
    ['has bits after the end of an EC signature', loose(signedBy('ec'))],
    ['has bits after the end of an EdDSA signature', loose(signedBy('ed'))],
    ['has a space inside', `${goodHeader}. ${goodBody}.${goodSignature}`],
    ['has a line break inside', `${goodHeader}.${goodBody}.\n${goodSignature}`],
    ['has a null byte at its end', `${token()}\u0000`],
    ['is signed with an EC key under a shared key’s name', signedBy('ec', { kid: 'shared' })],
    ['is signed with a shared key under an EC key’s name', token({ ...header, alg: 'HS256', kid: 'ec' })],
    [
      'is signed with the EC key’s public part as secret',
      token({ ...header, kid: 'ec' }, claims, publicKey(ec.publicKey)),
    ],
    [
      'is signed with the Ed25519 key’s public part as secret',
      token({ ...header, kid: 'ed' }, claims, publicKey(ed.publicKey)),
    ],
    ['says ES256 for an Ed25519 key', signedBy('ed', { alg: 'ES256' })],
    ['says EdDSA for an EC key', signedBy('ec', { alg: 'EdDSA' })],
    ['says none for an EC key', `${encode({ ...header, alg: 'none', kid: 'ec' })}.${goodBody}.`],
    ['is signed with a stranger’s EC key', signedBy('ec', {}, claims, strangers.ec.privateKey)],
    [
      'is signed with a stranger’s EC key that it brings',
      signedBy('ec', { jwk: jwk(strangers.ec.publicKey, 'ec') }, claims, strangers.ec.privateKey),
    ],
    ['is signed with a stranger’s Ed25519 key', signedBy('ed', {}, claims, strangers.ed.privateKey)],
    ['has an EC signature in DER', derSigned()],
    ['has an EC signature of zeros', `${signedBy('ec').split('.').slice(0, 2).join('.')}.${'A'.repeat(86)}`],
    ['has an Ed25519 signature of zeros', `${signedBy('ed').split('.').slice(0, 2).join('.')}.${'A'.repeat(86)}`],
    ['has an EdDSA payload that is no JSON', signedBy('ed', {}, '{')],
    ['has an EdDSA payload without exp', signedBy('ed', {}, without(claims, 'exp'))],
    ['has an EC payload without exp', signedBy('ec', {}, without(claims, 'exp'))],
    ['is signed with another secret', token(header, claims, 'another secret of thirty-two bytes!')],
    ['is signed with nothing', token(header, claims, '')],
    ['has another payload than was signed', `${goodHeader}.${encode({ ...claims, role: 'admin' })}.${goodSignature}`],
    ['has a cut signature', token().slice(0, -1)],
    ['has no exp', token(header, without(claims, 'exp'))],
    ['has a text as exp', token(header, { ...claims, exp: String(now + 600) })],
    ['has a fractional exp', token(header, { ...claims, exp: now + 0.5 })],
    ['has null as exp', token(header, { ...claims, exp: null })],
    ['has a negative exp', token(header, { ...claims, exp: -1 })],
    ['has an exp beyond all numbers', token(header, { ...claims, exp: 1e21 })],
    ['has true as exp', token(header, { ...claims, exp: true })],
    ['has NaN as exp', token(header, JSON.stringify(claims).replace(`"exp":${now + 600}`, '"exp":NaN'))],
    ['has a list of one audience', token(header, { ...claims, aud: ['codepitamah-api'] })],
    ['has a list as sub', token(header, { ...claims, sub: [userId] })],
    ['has its id in capitals', token(header, { ...claims, sub: userId.toUpperCase(), user_id: userId.toUpperCase() })],
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
