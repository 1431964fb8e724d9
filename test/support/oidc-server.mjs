/**
 * A real OpenID Connect provider (oidc-provider) that signs everybody in as whom it was told to, without asking. Its token
 * endpoint and its key set can be told to misbehave. A process of its own, as a provider is.
 *
 *   node oidc-server.mjs <port> <redirect uri>      prints `listening on <issuer>`
 *
 *   POST /control  {claims?: {sub, email, …}, mischief?: string | null}
 */
import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT } from 'jose';
import { Provider } from 'oidc-provider';

const [, , port, redirectUri] = process.argv;
const issuer = `http://127.0.0.1:${port}`;

const known = new Map();
let current;
let mischief = null;

const signing = await newKey('first');
const stranger = await newKey('first');
const next = await newKey('second');

const provider = new Provider(issuer, {
  clients: [{ client_id: 'codepitamah', client_secret: 'a-client-secret-of-the-test', redirect_uris: [redirectUri] }],
  jwks: { keys: [signing.jwk] },
  cookies: { keys: ['a key of the test'] },
  claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
  features: { devInteractions: { enabled: false } },
  interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
  findAccount: (_context, sub) => ({ accountId: sub, claims: () => known.get(sub) }),
  loadExistingGrant: async (context) => {
    const grant = new context.oidc.provider.Grant({
      clientId: context.oidc.client.clientId,
      accountId: context.oidc.session.accountId,
    });
    grant.addOIDCScope('openid email profile');
    await grant.save();
    return grant;
  },
});

provider.use(async (context, proceed) => {
  if (context.path === '/control') return control(context);
  if (context.path.startsWith('/interaction/')) {
    context.respond = false;
    if (mischief === 'refusal') {
      return provider.interactionFinished(context.req, context.res, { error: 'access_denied' });
    }
    return provider.interactionFinished(context.req, context.res, { login: { accountId: current } });
  }
  if (mischief === 'hang' && context.path === '/token') return new Promise(() => undefined);
  if (mischief === 'breakdown' && context.path === '/token') {
    context.status = 502;
    context.body = 'Bad Gateway';
    return undefined;
  }
  await proceed();
  if (context.path === '/token' && context.body?.id_token) context.body = await tampered(context.body);
  if (context.path === '/jwks' && mischief === 'rotation') context.body = { keys: [next.publicJwk] };
  return undefined;
});

provider.listen(Number(port), '127.0.0.1', () => console.log(`listening on ${issuer}`));

async function newKey(kid) {
  const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true });
  const facts = { kid, alg: 'RS256', use: 'sig' };
  return {
    privateKey,
    jwk: { ...(await exportJWK(privateKey)), ...facts },
    publicJwk: { ...(await exportJWK(publicKey)), ...facts },
  };
}

async function control(context) {
  const chunks = [];
  for await (const chunk of context.req) chunks.push(chunk);
  const order = JSON.parse(Buffer.concat(chunks).toString('utf8'));
  if (order.claims) {
    known.set(order.claims.sub, order.claims);
    current = order.claims.sub;
  }
  mischief = order.mischief ?? null;
  context.status = 204;
}

/** The answer of the token endpoint with an ID token that is wrong in one thing. */
async function tampered(body) {
  const claims = JSON.parse(Buffer.from(body.id_token.split('.')[1], 'base64url').toString());
  const forge = {
    nonce: () => sign({ ...claims, nonce: 'of another sign-in' }),
    'no nonce': () => sign({ ...claims, nonce: undefined }),
    audience: () => sign({ ...claims, aud: 'another-client' }),
    audiences: () => sign({ ...claims, aud: ['codepitamah', 'another-client'], azp: 'another-client' }),
    issuer: () => sign({ ...claims, iss: 'https://id.example.org' }),
    expired: () => sign({ ...claims, iat: claims.iat - 7200, exp: claims.exp - 7200 }),
    future: () => sign({ ...claims, iat: claims.iat + 7200 }),
    'no subject': () => sign({ ...claims, sub: undefined }),
    'alg none': () => new UnsecuredJWT(claims).encode(),
    'shared secret': () =>
      new SignJWT(claims)
        .setProtectedHeader({ alg: 'HS256' })
        .sign(Buffer.from('a-client-secret-of-the-test'.padEnd(32))),
    'stranger’s key': () => sign(claims, stranger),
    'broken signature': () => `${body.id_token.slice(0, -8)}AAAAAAAA`,
    'several factors': () => sign({ ...claims, amr: ['pwd', 'mfa'], auth_time: claims.iat - 3600 }),
    rotation: () => sign(claims, next),
  }[mischief];
  if (mischief === 'no token') return { ...body, id_token: undefined };
  return forge ? { ...body, id_token: await forge() } : body;
}

function sign(payload, key = signing) {
  return new SignJWT(payload).setProtectedHeader({ alg: 'RS256', kid: key.jwk.kid }).sign(key.privateKey);
}
