import { api, register } from '../support/api.js';
import { until } from '../support/poll.js';
import { startRedis } from '../support/redis-server.js';
import { startService } from '../support/service.js';

/** One command that a client sent; `source` is its address, or `lua` for what a script did. */
interface Sent {
  command: readonly string[];
  source: string;
}

describe('a request of a signed-in caller to a limited route', () => {
  it('asks Redis once before its handler, while its account and session are mirrored', async () => {
    const redis = await startRedis();
    const service = await startService({ REDIS_URL: redis.url });
    const client = api(service);
    const { id, token } = await register(client);
    const analyse = () => client.post('/analyze', { token, body: { code: 'print(1)\n', language: 'python' } });
    expect((await analyse()).status).toBe(200);

    const inspector = redis.client();
    const monitor = await inspector.monitor();
    const sent: Sent[] = [];
    monitor.on('monitor', (_time: string, command: string[], source: string) => sent.push({ command, source }));
    for (let i = 0; i < 3; i += 1) expect((await analyse()).status).toBe(200);
    // MONITOR tells in order: once it has told this, it has told all that the requests sent.
    await inspector.set('after', 'the requests');
    await until('MONITOR has caught up', () => sent.some(({ command }) => command[1] === 'after'));

    const decisions = sent.filter(({ command, source }) => source !== 'lua' && command.includes(`{u:${id}}:log`));
    expect(decisions.map(({ command }) => command[0]?.toLowerCase())).toEqual(['evalsha', 'evalsha', 'evalsha']);
    // Activity follows the answers on connections of its own; on that of the requests nothing else is about the caller.
    const [connection] = decisions.map(({ source }) => source);
    const about = sent.filter(({ command, source }) => source === connection && command.join(' ').includes(id));
    expect(about).toEqual(decisions);

    monitor.disconnect();
    inspector.disconnect();
    await service.stop();
    await redis.stop();
  });
});
