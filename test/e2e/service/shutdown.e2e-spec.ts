import { Agent, request } from 'node:http';
import { api } from '../../support/api.js';
import { until } from '../../support/poll.js';
import { startService } from '../../support/service.js';

type Outcome = { status: number; closes: boolean } | { error: string };

/** One request on a kept-alive connection. */
function ask(url: string, agent: Agent): Promise<Outcome> {
  return new Promise((resolve) => {
    const sent = request(`${url}/security-status`, { agent }, (answer) => {
      answer.resume();
      answer.once('end', () =>
        resolve({ status: answer.statusCode ?? 0, closes: answer.headers.connection === 'close' }),
      );
    });
    sent.once('error', (error: NodeJS.ErrnoException) => resolve({ error: error.code ?? error.message }));
    sent.end();
  });
}

describe('SIGTERM', () => {
  it('under load resets nobody: every request that was taken is answered, then the process ends with 0', async () => {
    const service = await startService();
    const agent = new Agent({ keepAlive: true, maxSockets: 20 });
    const outcomes: Outcome[] = [];
    const caller = async () => {
      for (;;) {
        const outcome = await ask(service.url, agent);
        outcomes.push(outcome);
        // A well-behaved client leaves when it is asked to; a refused connection was never taken.
        if ('error' in outcome || outcome.closes) return;
      }
    };
    const callers = Array.from({ length: 20 }, caller);
    await until('the load is on', () => outcomes.length > 200);
    service.kill('SIGTERM');
    await Promise.all(callers);

    const failures = outcomes.filter((outcome) => 'error' in outcome && outcome.error !== 'ECONNREFUSED');
    expect(failures).toEqual([]);
    expect(outcomes.filter((outcome) => 'closes' in outcome && outcome.closes).length).toBeGreaterThan(0);
    expect(await service.exited).toBe(0);
    agent.destroy();
  });

  it('turns readiness off first, while requests are still answered', async () => {
    const service = await startService({ SHUTDOWN_GRACE: '2' });
    service.kill('SIGTERM');
    const answer = await until('readiness is off', async () => {
      const ready = await api(service).get('/health/ready');
      return ready.status === 503 ? ready : null;
    });
    expect(answer.body).toMatchObject({ code: 'unavailable', detail: 'This instance is shutting down.' });
    expect(answer.headers.get('retry-after')).toBe('5');
    expect((await api(service).get('/health/live')).status).toBe(200);
    expect(await service.exited).toBe(0);
  });

  it('ends a service that nobody uses, idle connections or not', async () => {
    const service = await startService();
    const agent = new Agent({ keepAlive: true });
    await ask(service.url, agent);
    expect(await service.stop()).toBe(0);
    agent.destroy();
  });
});
