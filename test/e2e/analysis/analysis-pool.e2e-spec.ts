import { jest } from '@jest/globals';
import { type Api, api, type SignedIn } from '../../support/api.js';
import { childrenOf } from '../../support/descendants.js';
import { registerEnterprise } from '../../support/enterprise.js';
import { until } from '../../support/poll.js';
import { describeOnce } from '../../support/independent.js';
import { type Service, startService } from '../../support/service.js';

/** More than the parser's memory: other languages' regular expressions in Python's grammar, their arrows in Java's. */
const bomb = `x = /${'(a+)+'.repeat(20_400)}`;
const bombs: readonly (readonly [kind: string, language: string, code: string])[] = [
  ['quantified groups', 'python', bomb],
  // The parser writes out of its bounds here rather than asking for more memory.
  ['groups', 'python', `x = /${'(a+)'.repeat(20_000)}/`],
  ['arrows', 'java', 'a=>'.repeat(34_000)],
];

/** Each is hard on some parser or on a visitor that recurses. */
const hostile: Readonly<Record<string, string>> = {
  brackets: '('.repeat(100_000),
  generics: 'A<'.repeat(50_000),
  negations: `x = ${'!'.repeat(100_000)}y`,
  arrows: 'a=>'.repeat(34_000),
  calls: `f${'()'.repeat(50_000)}`,
  sum: `x = ${'a+'.repeat(34_000)}a`,
  'else-if chain': `if(a){}${'else if(a){}'.repeat(8_000)}`,
  'unclosed string': `x = "${'a'.repeat(100_000)}`,
};

const children = (service: Service): number[] => childrenOf(service.pid, 'engine/child/main.js');

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
};

interface Report {
  partial: boolean;
  metrics: { lines_of_code: number };
  diagnostics: { code: string; message: string }[];
}

const incomplete = ({ diagnostics }: Report): string | undefined =>
  diagnostics.find((one) => one.code === 'analysis_incomplete')?.message;

/** One service with what the tests ask of it. */
async function startPool(settings: Record<string, string> = {}) {
  const service = await startService(settings);
  const client: Api = api(service);
  const user: SignedIn = await registerEnterprise(client);
  const health = async () => (await client.get('/health/ready')).body.checks.analysis_pool;
  const whole = () => until('all children are ready', async () => (await health()).state === 'ok', 60_000);
  const analyze = (code: string, language: string, signal: AbortSignal | null = null): Promise<Response> =>
    fetch(`${service.url}/analyze`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${user.token}` },
      body: JSON.stringify({ code, language }),
      signal,
    });
  const report = async (code: string, language: string) => {
    const response = await analyze(code, language);
    expect(response.status).toBe(200);
    return (await response.json()) as Report;
  };
  await whole();
  return { service, client, health, whole, analyze, report };
}

type Pool = Awaited<ReturnType<typeof startPool>>;

/** Killed children start again: on a busy machine that takes its time. */
jest.setTimeout(120_000);

describeOnce('the analysis pool', () => {
  let pool: Pool;

  beforeAll(async () => {
    pool = await startPool();
  });

  it.each(bombs)(
    'answers code that no memory suffices for as partial, others meanwhile, and does not try it again (%s, %s)',
    async (_kind, language, code) => {
      const [bomb, other] = await Promise.all([
        pool.report(code, language),
        pool.client.post('/analyze', { body: { code: 'def f(): pass\n', language: 'python' } }),
      ]);
      expect(bomb).toMatchObject({ partial: true, findings: [], language });
      expect(incomplete(bomb)).toMatch(/memory|time/);
      expect(other).toMatchObject({ status: 200, body: { partial: false, metrics: { functions: 1 } } });
      expect(incomplete(await pool.report(code, language))).toContain('not tried again');
      await pool.whole();
      expect((await pool.report('def f(): pass\n', 'python')).partial).toBe(false);
    },
  );

  it.each(Object.keys(hostile))('stands %s in every language', async (kind) => {
    for (const language of ['python', 'javascript', 'typescript', 'java']) {
      const { metrics } = await pool.report(hostile[kind] ?? '', language);
      expect(metrics.lines_of_code).toBe(1);
    }
  });

  it('replaces a child that is killed, idle or at work, and loses only that job', async () => {
    const [first = 0] = children(pool.service);
    process.kill(first, 'SIGKILL');
    await until('a new child is there', () => !children(pool.service).includes(first));
    await pool.whole();
    const jobs = Promise.all(Array.from({ length: 8 }, (_, n) => pool.report(`x = ${n}\n`.repeat(10_000), 'python')));
    await until('a job waits', async () => (await pool.health()).waiting > 0);
    for (const pid of children(pool.service)) process.kill(pid, 'SIGKILL');
    const partial = (await jobs).filter((report) => report.partial === true);
    expect(partial.length).toBeLessThanOrEqual(2);
    await pool.whole();
  });
});

describeOnce('a pool with a short deadline', () => {
  it('ends the job at the deadline, and its child with it', async () => {
    const pool = await startPool({ ANALYSIS_DEADLINE_MS: '500', ANALYSIS_MEMORY_MB: '4000' });
    const before = children(pool.service);
    const report = await pool.report(bomb, 'python');
    expect(report.partial).toBe(true);
    expect(incomplete(report)).toContain('time budget');
    await pool.whole();
    expect(children(pool.service).filter((pid) => before.includes(pid))).toHaveLength(before.length - 1);
  });
});

describeOnce('a pool of one child', () => {
  let pool: Pool;
  const slow = 'x = [1, 2, 3]\n'.repeat(7_000);

  beforeAll(async () => {
    pool = await startPool({ ANALYSIS_WORKERS: '1' });
  });

  it('drops a waiting job whose caller went away', async () => {
    const first = pool.analyze(slow, 'python');
    const gone = new AbortController();
    const waiting = pool.analyze('x = 1\n'.repeat(15_000), 'python', gone.signal);
    await until('it waits', async () => (await pool.health()).waiting === 1);
    gone.abort();
    await expect(waiting).rejects.toThrow();
    await until('it is dropped', async () => (await pool.health()).waiting === 0);
    expect((await first).status).toBe(200);
  });

  it('says 503 with Retry-After when too many jobs of one caller wait', async () => {
    const answers = await Promise.all(
      Array.from({ length: 90 }, (_, n) => pool.analyze(`${slow}y = ${n}\n`, 'python')),
    );
    const refused = answers.filter((answer) => answer.status !== 200);
    expect(refused.length).toBeGreaterThan(0);
    for (const answer of refused) {
      expect(answer.status).toBe(503);
      expect(await answer.json()).toMatchObject({ code: 'overloaded' });
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThanOrEqual(1);
    }
  });
});

describeOnce('a service that ends', () => {
  it('leaves no child behind, stopped or killed', async () => {
    const stopped = await startPool();
    const pids = children(stopped.service);
    expect(pids).toHaveLength(2);
    expect(await stopped.service.stop()).toBe(0);
    expect(pids.filter(isAlive)).toEqual([]);
    const killed = await startPool();
    const orphans = children(killed.service);
    killed.service.kill('SIGKILL');
    await killed.service.exited;
    await until('children notice that their parent is gone', () => orphans.every((pid) => !isAlive(pid)));
  });
});
