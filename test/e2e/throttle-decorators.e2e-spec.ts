import { fileURLToPath } from 'node:url';
import { type Child, startChild } from '../support/child.js';
import { until } from '../support/poll.js';
import { type RedisServer, startRedis } from '../support/redis-server.js';

/** Whoever adds one of these to a route finds that it means what its own documentation says. */
describe('@Throttle, @SkipThrottle and @RateLimit', () => {
  let redis: RedisServer;
  let server: Child;
  let url: string;

  beforeAll(async () => {
    redis = await startRedis();
    const program = fileURLToPath(new URL('../support/throttle-server.mjs', import.meta.url));
    server = startChild(process.execPath, [program, process.env['CODEPITAMAH_DIST'] ?? 'dist', redis.socket], {});
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
  });

  async function answers(path: string, count: number): Promise<Response[]> {
    const all = [];
    for (let i = 0; i < count; i += 1) all.push(await fetch(`${url}/${path}`));
    return all;
  }
  const statusesOf = (all: readonly Response[]) => all.map((answer) => answer.status);

  it('leave a route without any of them alone', async () => {
    const all = await answers('free', 12);
    expect(new Set(statusesOf(all))).toEqual(new Set([200]));
    expect(all[0]?.headers.get('ratelimit')).toBeNull();
  });

  it('@Throttle is a policy of the route’s own', async () => {
    const all = await answers('own', 3);
    expect(statusesOf(all)).toEqual([200, 200, 429]);
    const refused = all[2] as Response;
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(50);
    expect(await refused.json()).toMatchObject({ code: 'rate_limited', policy: 'route' });
  });

  it('@RateLimit counts its cost against the plan', async () => {
    const [first, second] = await answers('planned', 2);
    expect(first?.headers.get('ratelimit')).toMatch(/^"plan";r=7;t=\d+, "burst";r=2;t=\d+$/);
    expect(second?.status).toBe(429);
  });

  it('@SkipThrottle takes a route out', async () => {
    expect(new Set(statusesOf(await answers('skipped', 12)))).toEqual(new Set([200]));
  });
});
