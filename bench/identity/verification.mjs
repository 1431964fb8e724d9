/**
 * What it costs to say who calls: the authentication guard on a credential that this process has seen before (warm) and
 * on one that it has not (first), in µs of the process' CPU.
 *
 *   node bench/identity/verification.mjs [--dist dist]
 *
 * Tokens go through signature and claims, HS256 and ES256 by way of passport. A key's row comes from memory and its
 * mirrors go nowhere, so "first" is this process' own part without the stores. Bar: 10 µs warm.
 */
import 'reflect-metadata';
import { createHash, createSecretKey, generateKeyPairSync, randomBytes, randomUUID } from 'node:crypto';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { pathToFileURL } from 'node:url';
import { Reflector } from '@nestjs/core';
import { JwtService } from '@nestjs/jwt';
import passport from 'passport';

const { values: options } = parseArgs({
  options: { dist: { type: 'string', default: 'dist' }, rounds: { type: 'string', default: '5' } },
});
const CREDENTIALS = 500;
/** Looks at each of them, warm. */
const LOOKS = 200;
const WARM_BAR_US = 10;

const built = async (file) => import(pathToFileURL(join(resolve(options.dist), file)).href);
const { AuthenticationGuard } = await built('auth/authentication.guard.js');
const { KeyVerifier } = await built('auth/api-keys/key-verifier.js');
const { newKeyId, newKeyText } = await built('auth/api-keys/key-text.js');
const { RouteAccesses } = await built('auth/route-accesses.js');
const { KeyRing } = await built('auth/signing/key-ring.js');
const { ringKey } = await built('auth/signing/ring-key.js');
const { AccessTokenIssuer } = await built('auth/tokens/access-token-issuer.js');
const { AccessTokenProofs } = await built('auth/tokens/access-token-proofs.js');
const { JwtPassportGuard } = await built('auth/tokens/jwt-passport.guard.js');
const { JwtStrategy } = await built('auth/tokens/jwt.strategy.js');
const { TokenVerifier } = await built('auth/tokens/token-verifier.js');

const configuration = {
  settings: { JWT_ISSUER: 'bench', JWT_AUDIENCE: 'bench', ACCESS_TOKEN_TTL: 3_600, ANONYMOUS_ACCESS: false },
};
const user = {
  id: randomUUID(),
  email: 'ada@bench.example',
  plan: 'free',
  role: 'user',
  status: 'active',
  version: 1,
  permissions: ['code_analysis', 'architecture_generation'],
  rate_limit_override: null,
  sessions_not_before: new Date(0),
};
const materials = {
  HS256: () => createSecretKey(randomBytes(32)),
  ES256: () => generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey,
  EdDSA: () => generateKeyPairSync('ed25519').privateKey,
};

/** Each makes guards that have seen nothing, and what callers present to them. */
const kinds = Object.entries(materials).map(([algorithm, material]) => {
  const key = ringKey({ kid: `bench-${algorithm}`, algorithm, material: material() });
  const ring = new KeyRing({ signer: key, keys: [key] });
  const plans = { of: () => ({ multiplier: 1 }) };
  const issuer = new AccessTokenIssuer(new JwtService(), ring, plans, configuration);
  const end = new Date(Date.now() + 86_400_000);
  const requests = Array.from({ length: CREDENTIALS }, () => {
    const session = {
      id: randomUUID(),
      idle_expires_at: end,
      absolute_expires_at: end,
      amr: ['pwd'],
      authenticated_at: new Date(),
    };
    return presenting('authorization', `Bearer ${issuer.issue(user, session).token}`);
  });
  const verifier = new TokenVerifier(ring, { find: async (kid) => ring.find(kid) }, configuration);
  const guard = () => {
    // The newest strategy of a name counts.
    passport.use('jwt', new JwtStrategy(verifier));
    return guardOf(new AccessTokenProofs(ring, verifier, new JwtPassportGuard()), null);
  };
  return { name: `${algorithm} token`, requests, guard };
});
kinds.push(apiKeys());

for (const kind of kinds) kind.times = { first: [], warm: [] };
for (let round = 0; round <= Number(options.rounds); round += 1) {
  for (const kind of round % 2 ? kinds : kinds.toReversed()) {
    const guard = kind.guard();
    const first = await measured(() => eachOf(kind.requests, guard), CREDENTIALS);
    const warm = await measured(async () => {
      for (let look = 0; look < LOOKS; look += 1) eachKnown(kind.requests, guard);
    }, CREDENTIALS * LOOKS);
    // The first round warms up.
    if (round === 0) continue;
    kind.times.first.push(first);
    kind.times.warm.push(warm);
  }
}

console.log('| credential | first, µs | warm, µs | bar warm | |\n| --- | --: | --: | --: | --- |');
for (const { name, times } of kinds) {
  const [first, warm] = [median(times.first), median(times.warm)];
  const verdict = warm <= WARM_BAR_US ? 'met' : 'MISSED';
  console.log(`| ${name} | ${first.toFixed(1)} | ${warm.toFixed(2)} | ${WARM_BAR_US} | ${verdict} |`);
}

function apiKeys() {
  const rows = new Map();
  const requests = Array.from({ length: CREDENTIALS }, () => {
    const { id, text } = newKeyText(newKeyId());
    const key = {
      id,
      user_id: user.id,
      version: 1,
      permissions: ['code_analysis'],
      generation: 1,
      secret_hash: createHash('sha256').update(text).digest(),
      previous_hash: null,
      previous_expires_at: null,
      expires_at: null,
      revoked_at: null,
    };
    rows.set(id, { key, user });
    return presenting('x-api-key', text);
  });
  const directory = { withOwner: async (id) => rows.get(id) ?? null };
  const mirrors = { refill: async () => undefined };
  return { name: 'API key', requests, guard: () => guardOf(null, new KeyVerifier(directory, mirrors)) };
}

function guardOf(tokens, keys) {
  const throttle = {
    refuse(error) {
      throw error;
    },
  };
  return new AuthenticationGuard(new RouteAccesses(new Reflector()), tokens, keys, throttle, configuration);
}

/** A request as far as the guard looks at it, in the context that Nest would hand over. */
function presenting(name, value) {
  const headers = { host: 'localhost', 'user-agent': 'bench', accept: '*/*', [name]: value };
  const request = {
    url: '/users/me',
    headers,
    raw: { rawHeaders: Object.entries(headers).flat() },
    network: '192.0.2.7',
    facts: {},
  };
  const http = { getRequest: () => request, getResponse: () => ({}), getNext: () => undefined };
  return {
    request,
    context: {
      getHandler: () => presenting,
      getClass: () => KeyVerifier,
      getType: () => 'http',
      switchToHttp: () => http,
    },
  };
}

async function eachOf(requests, guard) {
  for (const { context, request } of requests) {
    delete request.credential;
    if ((await guard.canActivate(context)) !== true || request.credential === undefined) throw new Error('refused');
  }
}

function eachKnown(requests, guard) {
  for (const { context } of requests) if (guard.canActivate(context) !== true) throw new Error('not known');
}

/** µs of CPU for each of `count`. */
async function measured(work, count) {
  const before = process.cpuUsage();
  await work();
  const { user: inUser, system } = process.cpuUsage(before);
  return (inUser + system) / count;
}

function median(values) {
  return values.toSorted((a, b) => a - b)[values.length >> 1];
}
