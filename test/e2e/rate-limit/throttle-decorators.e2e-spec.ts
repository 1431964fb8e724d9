import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Child, startChild } from '../../support/child.js';
import { describeOnce } from '../../support/independent.js';
import { until } from '../../support/poll.js';
import { monitorRedis } from '../../support/redis-monitor.js';
import { type RedisServer, startRedis } from '../../support/redis-server.js';

const REST = 'rate_limit_multiplier: 1, permissions: [], max_code: 1KiB, max_upload: 1MiB';
const PLANS = `
default_plan: basic
plans:
  anonymous:
    { title: A, requests: { limit: 10, window: 60s }, burst: { limit: 5, window: 10s, pause: 60s }, ${REST} }
  basic:
    title: Basic
    requests: { limit: 10, window: 60s }
    burst: { limit: 5, window: 10s, pause: 60s, shadow: true }
    windows:
      - { name: hour, limit: 6, window: 1h }
      - { name: trial, limit: 2, window: 1m, shadow: true }
    ${REST.replaceAll(', ', '\n    ')}
costs: { upload: 4, report: 2 }
policies:
  reports:
    basic: [{ name: reports, limit: 3, window: 1h }]
`;

/** The limiter in another application: a process on its own Redis with its own plans, and the decorators on its routes. */
describeOnce('the limiter elsewhere', () => {
  let redis: RedisServer;
  let server: Child;
  let folder: string;
  let url: string;
  let callers = 0;

  beforeAll(async () => {
    redis = await startRedis();
    folder = mkdtempSync(join(tmpdir(), 'plans-'));
    writeFileSync(join(folder, 'plans.yaml'), PLANS);
    const program = fileURLToPath(new URL('../../support/throttle-server.mjs', import.meta.url));
    const dist = process.env['CODEPITAMAH_DIST'] ?? 'dist';
    server = startChild(process.execPath, [program, dist, redis.socket, join(folder, 'plans.yaml')], {});
    url = await until(
      'the server listens',
      () => {
        if (server.hasExited()) throw new Error(server.output());
        return /^listening on (\S+)$/m.exec(server.output())?.[1] ?? null;
      },
      30_000,
    );
  }, 40_000);
  afterAll(async () => {
    server.kill('SIGKILL');
    await server.exited;
    await redis.stop();
    rmSync(folder, { recursive: true });
  });

  const someone = () => ({ 'x-caller': `someone-${(callers += 1)}`, 'x-plan': 'basic' });
  async function answers(path: string, count: number, headers: Record<string, string> = {}): Promise<Response[]> {
    const all = [];
    for (let i = 0; i < count; i += 1) all.push(await fetch(`${url}/${path}`, { headers }));
    return all;
  }
  const statusesOf = (all: readonly Response[]) => all.map((answer) => answer.status);
  const leftOf = (answer: Response | undefined, name: string) =>
    Number(new RegExp(`"${name}";r=(\\d+)`).exec(answer?.headers.get('ratelimit') ?? '')?.[1]);

  it('leaves a route without decorators alone', async () => {
    const all = await answers('free', 12);
    expect(new Set(statusesOf(all))).toEqual(new Set([200]));
    expect(all[0]?.headers.get('ratelimit')).toBeNull();
  });

  it('@Throttle is a policy of the route’s own', async () => {
    const all = await answers('own', 3, someone());
    expect(statusesOf(all)).toEqual([200, 200, 429]);
    const refused = all[2] as Response;
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(50);
    expect(await refused.json()).toMatchObject({ code: 'rate_limited', policy: 'route' });
  });

  it('counts a route’s own limit by caller, as the plan is, and tells it in the same fields', async () => {
    const [one, other] = [someone(), someone()];
    expect(statusesOf(await answers('own', 3, one))).toEqual([200, 200, 429]);
    const [first] = await answers('own', 1, other);
    expect(first?.headers.get('ratelimit-policy')).toBe('"route";q=2;w=60');
    expect(first?.headers.get('ratelimit')).toMatch(/^"route";r=1;t=(59|60)$/);

    const [, refused] = await answers('both', 2, other);
    expect(refused?.headers.get('ratelimit-policy')).toBe('"plan";q=10;w=60, "hour";q=6;w=3600, "route";q=1;w=60');
    expect(leftOf(refused, 'route')).toBe(0);
    expect(refused?.headers.get('x-ratelimit-limit')).toBe('1');
    expect(refused?.headers.get('x-ratelimit-remaining')).toBe('0');
    expect(await refused?.json()).toMatchObject({ policy: 'route', decision_id: expect.any(String) });
  });

  it('leaves the application’s own errors alone', async () => {
    const [answer] = await answers('teapot', 1, someone());
    expect(answer?.status).toBe(418);
    expect(await answer?.json()).toEqual({ mine: true });
  });

  it('@RateLimit counts its cost against the plan, of callers without credentials by network', async () => {
    const [first, second] = await answers('planned', 2);
    expect(first?.headers.get('ratelimit')).toMatch(/^"plan";r=7;t=\d+, "burst";r=2;t=\d+$/);
    expect(second?.status).toBe(429);
  });

  it('both: what the route’s own limit refuses is not counted against the plan', async () => {
    const caller = someone();
    expect(statusesOf(await answers('both', 3, caller))).toEqual([200, 429, 429]);
    await until('what was refused is given back', async () => {
      const [look] = await answers('both', 1, caller);
      // This one is counted and given back again.
      return leftOf(look, 'plan') === 8;
    });
  });

  it('@SkipThrottle takes a route out', async () => {
    expect(new Set(statusesOf(await answers('skipped', 12)))).toEqual(new Set([200]));
  });

  it('costs by the shape of the request: an archive is an upload', async () => {
    const headers = someone();
    const post = (type: string) =>
      fetch(`${url}/shaped`, { method: 'POST', headers: { ...headers, 'content-type': type }, body: 'x' });
    expect(leftOf(await post('text/plain'), 'plan')).toBe(9);
    expect(leftOf(await post('multipart/form-data; boundary=b'), 'plan')).toBe(5);
  });

  it('judges every window: the deciding one is named, its wait is in all fields, shadows only tell', async () => {
    const all = await answers('planned', 3, someone());
    expect(statusesOf(all)).toEqual([200, 200, 429]);
    const refused = all[2] as Response;
    expect(refused.headers.get('ratelimit-policy')).toBe('"plan";q=10;w=60, "hour";q=6;w=3600');
    expect(leftOf(refused, 'plan')).toBe(4);
    expect(leftOf(refused, 'hour')).toBe(0);
    const wait = Number(refused.headers.get('retry-after'));
    expect(wait).toBeGreaterThan(3_590);
    expect(refused.headers.get('ratelimit')).toContain(`"hour";r=0;t=${wait}`);
    expect(refused.headers.get('x-ratelimit-limit')).toBe('6');
    expect(await refused.json()).toMatchObject({ policy: 'hour' });
    expect(server.output()).toContain('shadow burst trial');
  });

  it('a route’s policy is judged together with the plan: both logs are written, or neither', async () => {
    const caller = someone();
    const [first, second, third] = await answers('policy', 3, caller);
    expect(statusesOf([first, second, third] as Response[])).toEqual([200, 429, 429]);
    expect([leftOf(first, 'reports'), leftOf(second, 'reports')]).toEqual([1, 1]);
    expect([leftOf(first, 'plan'), leftOf(second, 'plan')]).toEqual([8, 8]);
    expect(await (second as Response).json()).toMatchObject({ policy: 'reports' });
  });

  it('gives back what a 5xx has spent, once, in both logs', async () => {
    const caller = someone();
    const failed = await answers('failing', 4, caller);
    expect(statusesOf(failed)).toEqual([500, 500, 500, 500]);
    // The fields tell what was left at the decision.
    expect(failed.map((answer) => leftOf(answer, 'reports'))).toEqual([1, 1, 1, 1]);
    const [passed] = await answers('policy', 1, caller);
    expect([leftOf(passed, 'plan'), leftOf(passed, 'hour'), leftOf(passed, 'reports')]).toEqual([8, 4, 1]);
  });

  it('a denied caller costs no round trip until its time, under every absurd name', async () => {
    const names = ['{u:x}', 'ä'.repeat(8), 'a'.repeat(5_000), '..', '%00', 'x y'];
    for (const name of names) {
      const caller = { 'x-caller': encodeURIComponent(name).slice(0, 6_000), 'x-plan': 'gone' };
      expect(statusesOf(await answers('planned', 3, caller))).toEqual([200, 200, 429]);
    }
    const caller = someone();
    await answers('planned', 3, caller);
    // A machine that delays the echoes of the channel has the limiter ask anew: then another try is made.
    const denied = await until('20 denials without a decision in Redis', async () => {
      const { seen, stop } = await monitorRedis(redis.url);
      const given = await answers('planned', 20, caller);
      await until('the monitor has caught up', () => seen.some(({ command }) => command[0] === 'publish'));
      stop();
      return seen.some(({ command }) => command[0]?.startsWith('eval')) ? null : given;
    });
    expect(new Set(statusesOf(denied))).toEqual(new Set([429]));
    expect(new Set(denied.map((answer) => leftOf(answer, 'plan')))).toEqual(new Set([4]));
  });
});
