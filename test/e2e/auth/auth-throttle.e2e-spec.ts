import { isDeepStrictEqual } from 'node:util';
import { api, type Answer, type Api, register } from '../../support/api.js';
import { type RedisServer, startRedis } from '../../support/redis-server.js';
import { type Service, startService } from '../../support/service.js';

const password = 'Tall-Banyan-Tree-42';
/** The service believes the test about where a request comes from. */
const behindProxy = { TRUSTED_PROXIES: '127.0.0.1' };
const from = (network: string) => ({ 'x-forwarded-for': network });

function codes(answers: readonly Answer[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { body } of answers) counts[body.code ?? 'ok'] = (counts[body.code ?? 'ok'] ?? 0) + 1;
  return counts;
}

/**
 * A round of parallel requests that is answered as expected. On a crowded machine a round may be shed, or take so long
 * that a wait runs out within it: it proves nothing then, and another one, from a network of its own, is made.
 */
async function answeredAs(expected: Record<string, number>, round: () => Promise<Answer>[]): Promise<Answer[]> {
  let answers: Answer[] = [];
  for (let tries = 0; tries < 5; tries += 1) {
    answers = await Promise.all(round());
    if (isDeepStrictEqual(codes(answers), expected)) return answers;
  }
  expect(codes(answers)).toEqual(expected);
  return answers;
}

describe.each(['with Redis', 'while Redis is away'])('limits of /auth %s', (state) => {
  let service: Service;
  let client: Api;
  let redis: RedisServer;
  let last = 0;

  beforeAll(async () => {
    redis = await startRedis();
    service = await startService({ ...behindProxy, REDIS_URL: redis.url, REGISTRATIONS_PER_HOUR: '4' });
    client = api(service);
    if (state === 'while Redis is away') redis.kill('SIGKILL');
  });
  afterAll(async () => {
    await service.stop();
    await redis.stop();
  });

  /** A network that nobody has used before. */
  const fresh = () => `198.51.100.${(last += 1)}`;
  const login = (email: string, attempt: string, network: string) =>
    client.post('/auth/login', { body: { email, password: attempt }, headers: from(network) });
  const account = async () => {
    const email = `user-${last}@throttle.example`;
    const answer = await client.post('/auth/register', { body: { email, password }, headers: from(fresh()) });
    expect(answer.status).toBe(201);
    const { access_token, refresh_token } = answer.body as Record<'access_token' | 'refresh_token', string>;
    return { email, token: access_token, refresh_token };
  };

  it('judge five of a hundred parallel guesses, for known and unknown accounts alike', async () => {
    const { email } = await account();
    for (const target of [email, 'nobody@throttle.example']) {
      const answers = await answeredAs({ invalid_credentials: 5, rate_limited: 35 }, () => {
        const network = fresh();
        return Array.from({ length: 40 }, (_, i) => login(target, `wrong password ${i}`, network));
      });
      const refused = answers.find((answer) => answer.status === 429) as Answer;
      expect(refused.headers.get('retry-after')).toBe('1');
    }
  });

  it('do not hold up the owner elsewhere, nor their session', async () => {
    const { email, token } = await account();
    const attacker = fresh();
    for (let i = 0; i < 6; i += 1) await login(email, 'wrong password', attacker);
    expect((await login(email, 'wrong password', attacker)).status).toBe(429);
    expect((await login(email, password, fresh())).status).toBe(200);
    expect((await client.get('/users/me', { token, headers: from(attacker) })).status).toBe(200);
  });

  it('forget the failures after a success', async () => {
    const { email } = await account();
    const network = fresh();
    for (let round = 0; round < 3; round += 1) {
      for (let i = 0; i < 4; i += 1) expect((await login(email, 'wrong password', network)).status).toBe(401);
      expect((await login(email, password, network)).status).toBe(200);
    }
  });

  it('let fifty failures over all accounts pass from one network', async () => {
    const answers = await answeredAs({ invalid_credentials: 50, rate_limited: 10 }, () => {
      const network = fresh();
      return Array.from({ length: 60 }, (_, i) => login(`spray-${i}@throttle.example`, password, network));
    });
    const wait = Number(answers.find((answer) => answer.status === 429)?.headers.get('retry-after'));
    expect(wait).toBeGreaterThan(500);
    expect(wait).toBeLessThanOrEqual(600);
  });

  it('answer 429 to the 61st bad token of a minute, and never to a good one', async () => {
    const { token } = await account();
    let network = '';
    await answeredAs({ token_invalid: 60, rate_limited: 10 }, () => {
      network = fresh();
      const headers = from(network);
      return Array.from({ length: 70 }, (_, i) => client.get('/users/me', { token: `bad.token.${i}`, headers }));
    });
    expect((await client.get('/users/me', { token, headers: from(network) })).status).toBe(200);
    const forged = await client.post('/auth/refresh', { body: { refresh_token: 'cpr_x' }, headers: from(network) });
    expect(forged.status).toBe(401);
  });

  it('count bad refresh tokens by themselves, and let good ones pass', async () => {
    const { token, refresh_token } = await account();
    let headers = {};
    const refresh = (text: string) => client.post('/auth/refresh', { body: { refresh_token: text }, headers });
    await answeredAs({ refresh_token_invalid: 60, rate_limited: 10 }, () => {
      headers = from(fresh());
      return Array.from({ length: 70 }, (_, i) => refresh(`cpr_${i}`));
    });
    expect((await refresh(refresh_token)).status).toBe(200);
    expect((await client.get('/users/me', { token: 'bad.token.x', headers })).status).toBe(401);
    expect((await client.get('/users/me', { token, headers })).status).toBe(200);
  });

  it('answer 429 to the 61st request of a minute that was refused before the plan, and never to a good one', async () => {
    let network = '';
    const answers = await answeredAs({ unsupported_media_type: 60, rate_limited: 2 }, () => {
      network = fresh();
      const headers = { ...from(network), 'content-type': 'text/plain' };
      return Array.from({ length: 62 }, () => client.post('/analyze', { body: {}, headers }));
    });
    const refused = answers.find(({ status }) => status === 429);
    expect(Number(refused?.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
    expect(refused?.headers.get('content-type')).toContain('application/problem+json');
    const good = { body: { code: 'x = 1', language: 'python' }, headers: from(network) };
    expect((await client.post('/analyze', good)).status).toBe(200);
  });

  it('let so many registrations of an hour pass from one network', async () => {
    const answers = await answeredAs({ ok: 4, rate_limited: 2 }, () => {
      const headers = from(fresh());
      const emails = Array.from({ length: 6 }, (_, i) => `many-${last}-${i}@x.example`);
      return emails.map((email) => client.post('/auth/register', { body: { email, password }, headers }));
    });
    const refused = answers.find((answer) => answer.status === 429) as Answer;
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(3_000);
  });
});

describe('where a request comes from', () => {
  it('is not what it says in a header, unless a trusted proxy says it', async () => {
    const service = await startService({ REGISTRATIONS_PER_HOUR: '2' });
    const answers: Answer[] = [];
    for (let i = 0; i < 3; i += 1) {
      const body = { email: `spoof-${i}@x.example`, password };
      answers.push(await api(service).post('/auth/register', { body, headers: from(`203.0.113.${i}`) }));
    }
    expect(answers.map((answer) => answer.status)).toEqual([201, 201, 429]);
    await service.stop();
  });
});

describe('hashing', () => {
  it('refuses with a time to come back when too many wait, and counts nothing for them', async () => {
    const service = await startService(behindProxy);
    const client = api(service);
    const user = await register(client);
    const storm = Array.from({ length: 400 }, (_, i) =>
      client.post('/auth/login', {
        body: { email: `storm-${i}@x.example`, password },
        headers: from(`10.0.${i >> 8}.${i & 255}`),
      }),
    );
    const answers = await Promise.all(storm);
    const counts = codes(answers);
    expect(counts['overloaded']).toBeGreaterThan(0);
    expect(counts['overloaded'] ?? 0).toBe(400 - (counts['invalid_credentials'] ?? 0));
    const refused = answers.find((answer) => answer.status === 503) as Answer;
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
    expect((await client.get('/users/me', { token: user.token })).status).toBe(200);
    await service.stop();
  }, 90_000);
});
