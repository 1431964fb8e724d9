import { Problem } from '../../problem/problem.js';
import { HashQueue } from './hash-queue.js';

/** Work that ends when it is told to. */
function gate() {
  let open!: () => void;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open, opened };
}

describe('HashQueue', () => {
  it('works on so many at once, lets so many wait, and refuses the rest with a time to come back', async () => {
    const queue = new HashQueue(2, 3);
    const { open, opened } = gate();
    let active = 0;
    let most = 0;
    const work = async () => {
      active += 1;
      most = Math.max(most, active);
      await opened;
      active -= 1;
    };
    const admitted = Array.from({ length: 5 }, () => queue.run(work));
    const refused = await queue.run(work).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(Problem);
    expect(refused).toMatchObject({ code: 'overloaded', headers: { 'retry-after': '5' } });
    open();
    await Promise.all(admitted);
    expect(most).toBe(2);
  });

  it('goes on after work that failed', async () => {
    const queue = new HashQueue(1, 1);
    await expect(queue.run(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    await expect(queue.run(() => Promise.resolve(7))).resolves.toBe(7);
  });
});
