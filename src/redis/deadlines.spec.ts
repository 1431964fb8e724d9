import { Deadlines } from './deadlines.js';
import { RedisTimeout } from './redis-unavailable.js';

const never = new Promise<never>(() => undefined);

describe('Deadlines', () => {
  it('settle as the work does', async () => {
    const deadlines = new Deadlines(60_000);
    await expect(deadlines.watch(Promise.resolve('here'))).resolves.toBe('here');
    await expect(deadlines.watch(Promise.reject(new Error('refused')))).rejects.toThrow('refused');
  });

  it('end every wait that is over, and no other', async () => {
    const deadlines = new Deadlines(5);
    const settled = Array.from({ length: 50 }, (_, i) => deadlines.watch(Promise.resolve(i)));
    const hung = Array.from({ length: 50 }, () => deadlines.watch(never));
    expect(await Promise.all(settled)).toEqual(Array.from({ length: 50 }, (_, i) => i));
    for (const wait of hung) await expect(wait).rejects.toBeInstanceOf(RedisTimeout);
    // The timer serves those that come later, too.
    await expect(deadlines.watch(never)).rejects.toBeInstanceOf(RedisTimeout);
  });

  it('count an answer that came while this process stood still', async () => {
    const deadlines = new Deadlines(5);
    const wait = deadlines.watch(
      new Promise((resolve) => {
        setImmediate(() => resolve('read in the first turn'));
      }),
    );
    const until = performance.now() + 20;
    while (performance.now() < until);
    await expect(wait).resolves.toBe('read in the first turn');
  });
});
