import { BoundedReads } from './bounded-reads.js';

const never = new Promise<never>(() => undefined);

describe('BoundedReads', () => {
  it('reads so many at once and the others after them, in order', async () => {
    const reads = new BoundedReads({ parallel: 1, queue: 10, timeout: 5_000 });
    const order: number[] = [];
    const read = (n: number) => reads.run(async () => order.push(n));
    await Promise.all([read(1), read(2), read(3)]);
    expect(order).toEqual([1, 2, 3]);
  });

  it('answers "unavailable" for a read that hangs, and reads on afterwards', async () => {
    const reads = new BoundedReads({ parallel: 1, queue: 10, timeout: 20 });
    await expect(reads.run(() => never)).rejects.toMatchObject({ code: 'unavailable' });
    await expect(reads.run(() => Promise.resolve('read'))).resolves.toBe('read');
  });

  it('refuses at once when too many wait', async () => {
    const reads = new BoundedReads({ parallel: 1, queue: 1, timeout: 50 });
    const hung = [reads.run(() => never), reads.run(() => never)].map((read) => read.catch(() => 'gave up'));
    await expect(reads.run(() => Promise.resolve(1))).rejects.toMatchObject({
      code: 'unavailable',
      headers: { 'retry-after': '2' },
    });
    expect(await Promise.all(hung)).toEqual(['gave up', 'gave up']);
  });

  it('reads once for all who want the same before it begins, and again for those who come later', async () => {
    const reads = new BoundedReads({ parallel: 1, queue: 10, timeout: 5_000 });
    const done: ((text: string) => void)[] = [];
    const read = () => reads.runOnce('session', () => new Promise<string>((resolve) => done.push(resolve)));
    const first = read();
    const later = [read(), read(), read()];
    expect(done).toHaveLength(1);
    done[0]?.('before');
    expect(await first).toBe('before');
    await new Promise((resolve) => setImmediate(resolve));
    expect(done).toHaveLength(2);
    done[1]?.('after');
    expect(await Promise.all(later)).toEqual(['after', 'after', 'after']);
  });

  it('shares no read that was given up before it began', async () => {
    const reads = new BoundedReads({ parallel: 1, queue: 10, timeout: 20 });
    const hung = reads.run(() => never).catch(() => 'gave up');
    await expect(reads.runOnce('session', () => never)).rejects.toMatchObject({ code: 'unavailable' });
    expect(await hung).toBe('gave up');
    await expect(reads.runOnce('session', () => Promise.resolve('read'))).resolves.toBe('read');
  });

  it('passes on what a read throws', async () => {
    await expect(new BoundedReads().run(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
  });
});
