import { createHmac } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, type ProblemError, type Tokens } from '../../../docs/examples/client.js';
import { review } from '../../../docs/examples/review.js';
import { api, register, type SignedIn } from '../../support/api.js';
import { type Service, startService } from '../../support/service.js';

const JWT_SECRET = 'q7Zt2xW9vB4nM6kL8jH1gF3dS5aP0oIu-guide';
/** The free plan with a window that a test can wait for. */
const plans = readFileSync(new URL('../../../config/plans.yaml', import.meta.url), 'utf8')
  .replaceAll('requests: { limit: 10, window: 60s }', 'requests: { limit: 2, window: 1s }')
  .replaceAll('burst: { limit: 5, window: 10s, pause: 60s }', 'burst: { limit: 1000, window: 10s, pause: 1s }');

/** The client of docs/clients.md, as its reader copies it. */
describe('the client of the guide', () => {
  let folder: string;
  let service: Service;
  let user: SignedIn;
  let calls: string[];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'pitamah-guide-'));
    writeFileSync(join(folder, 'plans.yaml'), plans);
    service = await startService({ JWT_SECRET, PLANS_FILE: join(folder, 'plans.yaml') });
    user = await register(api(service));
  });
  afterAll(async () => {
    await service.stop();
    rmSync(folder, { recursive: true });
  });
  beforeEach(() => {
    calls = [];
  });

  const listening: typeof fetch = async (input, init) => {
    const answer = await fetch(input, init);
    calls.push(`${init?.method} ${new URL(input as string).pathname} ${answer.status}`);
    return answer;
  };
  const saved: Tokens[] = [];
  const clientOf = (tokens: Tokens | null, options = {}) =>
    new Client(service.url, tokens, { fetch: listening, save: (given) => void saved.push(given), ...options });

  it('signs in, and out', async () => {
    const client = clientOf(null);
    await client.signIn(user.email, user.password);
    expect(await client.request('GET', '/users/me')).toMatchObject({ id: user.id });
    const { refresh_token } = saved.at(-1)!;
    await client.signOut();
    const over = clientOf({ access_token: expired(user.token), refresh_token });
    await expect(over.request('GET', '/users/me')).rejects.toMatchObject({
      problem: { code: 'refresh_token_invalid' },
    });
  });

  it('refreshes once for twenty calls whose token has expired, and saves the new tokens first', async () => {
    const { refreshToken } = await signInAgain();
    const client = clientOf({ access_token: expired(user.token), refresh_token: refreshToken });
    const answers = await Promise.all(Array.from({ length: 20 }, () => client.request('GET', '/users/me')));
    expect(answers).toHaveLength(20);
    expect(calls.filter((call) => call.startsWith('POST /auth/refresh'))).toEqual(['POST /auth/refresh 200']);
    expect(saved.at(-1)?.refresh_token).not.toBe(refreshToken);
  });

  it('gets over a refresh whose answer was lost', async () => {
    const { refreshToken } = await signInAgain();
    let lost = false;
    const losing: typeof fetch = async (input, init) => {
      const answer = await listening(input, init);
      if (lost || !String(input).endsWith('/auth/refresh')) return answer;
      lost = true;
      throw new TypeError('the connection is gone');
    };
    const client = clientOf({ access_token: expired(user.token), refresh_token: refreshToken }, { fetch: losing });
    expect(await client.request('GET', '/users/me')).toMatchObject({ id: user.id });
    expect(calls.filter((call) => call.startsWith('POST /auth/refresh'))).toHaveLength(2);
  });

  it('waits as long as Retry-After says, and is let through then', async () => {
    const client = clientOf({ access_token: user.token, refresh_token: user.refreshToken });
    const lines: string[] = [];
    const file = join(folder, 'app.py');
    writeFileSync(file, 'import os\nfrom flask import request\nos.system(request.args["x"])\n');
    expect(await review(client, [file, file, file], (line) => lines.push(line))).toBe(1);
    expect(lines.some((line) => line.startsWith(`${file}:3:`))).toBe(true);
    expect(calls.filter((call) => call.endsWith('/analyze 200'))).toHaveLength(3);
    expect(calls.filter((call) => call.endsWith('/analyze 429'))).not.toHaveLength(0);
  });

  it('says at once what waiting does not mend', async () => {
    const impatient = clientOf(
      { access_token: user.token, refresh_token: user.refreshToken },
      { patience: 0, tries: 9 },
    );
    const refused = await Promise.all(
      Array.from({ length: 4 }, () =>
        impatient.request('POST', '/analyze', { code: 'x = 1', language: 'python' }).then(
          () => null,
          (error: ProblemError) => [error.problem.code, error.retryAfter],
        ),
      ),
    );
    expect(refused).toContainEqual(['rate_limited', 1]);
    await expect(clientOf(null).signIn(user.email, 'not the password')).rejects.toMatchObject({
      problem: { code: 'invalid_credentials', status: 401 },
      retryAfter: null,
    });
  });

  it('and every page speak of routes that there are', async () => {
    const { body } = await api(service).get('/openapi.json');
    const there = Object.entries(body.paths as Record<string, object>).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path.replace(/\{\w+\}/g, ':')}`),
    );
    const pages = ['README.md', 'CONTRIBUTING.md', ...readdirSync('docs').map((name) => join('docs', name))];
    const said = pages
      .filter((page) => page.endsWith('.md'))
      .flatMap((page) => [...readFileSync(page, 'utf8').matchAll(/\b(GET|POST|PATCH|PUT|DELETE) (\/[\w/:.-]*[\w])/g)])
      .map(([, method, path]) => `${method} ${path?.replace(/:\w+/g, ':')}`);
    expect([...new Set(said)].filter((route) => !there.includes(route))).toEqual([]);
  });

  async function signInAgain(): Promise<{ refreshToken: string }> {
    await clientOf(null).signIn(user.email, user.password);
    calls.length = 0;
    return { refreshToken: saved.at(-1)!.refresh_token };
  }
});

/** The same token, over since a minute. */
function expired(token: string): string {
  const [header, payload] = token.split('.') as [string, string];
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, number>;
  const past = Math.floor(Date.now() / 1000) - 60;
  const old = { ...claims, iat: past - 600, nbf: past - 600, exp: past };
  const signed = `${header}.${Buffer.from(JSON.stringify(old)).toString('base64url')}`;
  return `${signed}.${createHmac('sha256', JWT_SECRET).update(signed).digest('base64url')}`;
}
