import { Breaker } from './breaker.js';
import { RedisTimeout, RedisUnavailable } from './redis-unavailable.js';

const down = () => Promise.reject(new Error('connect ECONNREFUSED'));
const well = () => Promise.resolve('ok');
const says = (reply: string) => () => Promise.reject(Object.assign(new Error(reply), { name: 'ReplyError' }));

/** A probe that is answered by hand. */
class Probe {
  private waiting: { resolve: () => void; reject: (error: Error) => void } | undefined;
  private asked: (() => void) | undefined;

  readonly ask = () =>
    new Promise<void>((resolve, reject) => {
      this.waiting = { resolve, reject };
      this.asked?.();
    });

  /** Answers the probe that is under way, or the next one. */
  async answer(error?: Error): Promise<void> {
    if (this.waiting === undefined) await new Promise<void>((resolve) => (this.asked = resolve));
    const { waiting } = this;
    this.waiting = undefined;
    if (error) waiting?.reject(error);
    else waiting?.resolve();
    await new Promise((resolve) => setImmediate(resolve));
  }
}

describe('Breaker', () => {
  let probe: Probe;
  let changes: boolean[];
  let breaker: Breaker;

  beforeEach(() => {
    probe = new Probe();
    changes = [];
    breaker = new Breaker({ probe: probe.ask, probeEvery: 1, onChange: (open) => changes.push(open) });
  });
  afterEach(() => breaker.retire());

  it('opens after five failures in a row, and closes with the first probe that succeeds', async () => {
    for (let i = 0; i < 5; i += 1) {
      expect(breaker.open).toBe(false);
      await expect(breaker.call(down)).rejects.toThrow('ECONNREFUSED');
    }
    await expect(breaker.call(well)).rejects.toThrow('the breaker is open');
    await probe.answer(new Error('connect ECONNREFUSED'));
    await probe.answer(new RedisTimeout('40 ms'));
    expect(breaker.open).toBe(true);
    await probe.answer();
    await expect(breaker.call(well)).resolves.toBe('ok');
    expect(changes).toEqual([true, false]);
  });

  it('forgets failures at each success', async () => {
    for (let i = 0; i < 20; i += 1) {
      await expect(breaker.call(down)).rejects.toThrow(RedisUnavailable);
      await breaker.call(well);
    }
    expect(changes).toEqual([]);
  });

  it.each([
    ['an answer that does not come in time', () => Promise.reject(new RedisTimeout('40 ms'))],
    ['memory that is full', says("OOM command not allowed when used memory > 'maxmemory'.")],
    ['a replica', says("READONLY You can't write against a read only replica.")],
    ['a replica, met in a script', says("ERR Error running script: READONLY You can't write against a replica. ")],
    ['a disk that is full', says('MISCONF Redis is configured to save RDB snapshots')],
    ['a file that is loaded', says('LOADING Redis is loading the dataset in memory')],
    ['a shard that is down', says('CLUSTERDOWN The cluster is down')],
  ])('opens at once for %s', async (_, work) => {
    await expect(breaker.call(work)).rejects.toThrow(RedisUnavailable);
    expect(breaker.open).toBe(true);
    await probe.answer();
    expect(breaker.open).toBe(false);
  });

  it('is not closed by a call that was under way when it opened', async () => {
    let answer: ((text: string) => void) | undefined;
    const late = breaker.call(() => new Promise<string>((resolve) => (answer = resolve)));
    await expect(breaker.call(() => Promise.reject(new RedisTimeout('40 ms')))).rejects.toThrow(RedisTimeout);
    answer?.('late');
    expect(await late).toBe('late');
    expect(breaker.open).toBe(true);
  });

  it('stays closed when Redis refuses a command of ours', async () => {
    const mistake = says('WRONGTYPE Operation against a key');
    for (let i = 0; i < 9; i += 1) await expect(breaker.call(mistake)).rejects.toThrow('WRONGTYPE');
    expect(changes).toEqual([]);
  });

  it('asks nobody once it is retired', async () => {
    breaker.retire();
    await expect(breaker.call(() => Promise.reject(new RedisTimeout('40 ms')))).rejects.toThrow(RedisTimeout);
    const asked = probe.answer().then(() => 'asked');
    // Several times the pause between two probes.
    const quiet = new Promise((resolve) => setTimeout(resolve, 20, 'quiet'));
    expect(await Promise.race([asked, quiet])).toBe('quiet');
  });
});
