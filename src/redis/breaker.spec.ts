import { Breaker } from './breaker.js';
import { RedisTimeout, RedisUnavailable } from './redis-unavailable.js';

const down = () => Promise.reject(new Error('connect ECONNREFUSED'));
const well = () => Promise.resolve('ok');

describe('Breaker', () => {
  let now: number;
  beforeEach(() => {
    now = 1_000;
  });

  it('opens after five failures in a row and lets one call through per probe time', async () => {
    const breaker = new Breaker({ now: () => now });
    for (let i = 0; i < 5; i += 1) await expect(breaker.call(down)).rejects.toThrow('ECONNREFUSED');
    expect(breaker.open).toBe(true);
    await expect(breaker.call(well)).rejects.toThrow('the breaker is open');
    now += 120;
    await expect(breaker.call(well)).resolves.toBe('ok');
    expect(breaker.open).toBe(false);
  });

  it('forgets failures at each success', async () => {
    const breaker = new Breaker();
    for (let i = 0; i < 20; i += 1) {
      await expect(breaker.call(down)).rejects.toThrow(RedisUnavailable);
      await breaker.call(well);
    }
    expect(breaker.open).toBe(false);
  });

  it('opens at the first answer that does not come in time', async () => {
    const breaker = new Breaker();
    await expect(breaker.call(() => Promise.reject(new RedisTimeout('50 ms')))).rejects.toThrow(RedisTimeout);
    expect(breaker.open).toBe(true);
  });

  it('closes as soon as a probe made at once answers after a late answer', async () => {
    let answer: ((pong: string) => void) | undefined;
    const breaker = new Breaker({ probe: () => new Promise((resolve) => (answer = resolve)) });
    await expect(breaker.call(() => Promise.reject(new RedisTimeout('50 ms')))).rejects.toThrow(RedisTimeout);
    await expect(breaker.call(well)).rejects.toThrow('the breaker is open');
    answer?.('PONG');
    await new Promise((resolve) => setImmediate(resolve));
    await expect(breaker.call(well)).resolves.toBe('ok');
  });

  it('stays closed when Redis refuses a command of ours', async () => {
    const breaker = new Breaker();
    const mistake = Object.assign(new Error('WRONGTYPE Operation against a key'), { name: 'ReplyError' });
    for (let i = 0; i < 9; i += 1) await expect(breaker.call(() => Promise.reject(mistake))).rejects.toBe(mistake);
    expect(breaker.open).toBe(false);
  });

  it('probes on no caller’s time when it has a probe', async () => {
    let answers = false;
    let probes = 0;
    const probe = () => {
      probes += 1;
      return answers ? well() : down();
    };
    const breaker = new Breaker({ now: () => now, probe });
    for (let i = 0; i < 5; i += 1) await expect(breaker.call(down)).rejects.toThrow(RedisUnavailable);
    now += 120;
    await expect(breaker.call(well)).rejects.toThrow('the breaker is open');
    await expect(breaker.call(well)).rejects.toThrow('the breaker is open');
    expect(probes).toBe(1);
    answers = true;
    now += 120;
    await expect(breaker.call(well)).rejects.toThrow('the breaker is open');
    await expect(breaker.call(well)).resolves.toBe('ok');
  });
});
