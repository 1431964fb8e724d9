import { PeriodicWork } from './periodic-work.js';

/** Resolves with the third run. */
function threeRuns(run: (count: number) => Promise<void>) {
  let count = 0;
  let third = () => {};
  const reached = new Promise<void>((resolve) => (third = resolve));
  const counted = async () => {
    count += 1;
    if (count === 3) third();
    await run(count);
  };
  return { counted, reached };
}

describe('periodic work', () => {
  it('is done again and again, at once where that is asked for', async () => {
    const seen: number[] = [];
    const { counted, reached } = threeRuns(async (count) => void seen.push(count));
    const work = new PeriodicWork(1, counted, fail);
    work.startNow();
    expect(seen).toEqual([1]);
    await reached;
    await work.stop();
    expect(seen.slice(0, 3)).toEqual([1, 2, 3]);
  });

  it('is never done twice at once, and waited for at the end', async () => {
    let open = 0;
    let most = 0;
    let finish = () => {};
    const ticks = threeRuns(async () => undefined);
    const beside = new PeriodicWork(1, ticks.counted, fail);
    const work = new PeriodicWork(
      1,
      () => {
        open += 1;
        most = Math.max(most, open);
        return new Promise<void>((resolve) => (finish = resolve)).then(() => void (open -= 1));
      },
      fail,
    );
    work.startNow();
    beside.start();
    await ticks.reached;
    await beside.stop();
    let stopped = false;
    const stopping = work.stop().then(() => (stopped = true));
    await new Promise((resolve) => setImmediate(resolve));
    expect([most, stopped]).toEqual([1, false]);
    finish();
    await stopping;
    expect(open).toBe(0);
  });

  it('goes on after a failure, which is told', async () => {
    const told: string[] = [];
    const { counted, reached } = threeRuns((count) => Promise.reject(new Error(`away ${count}`)));
    const work = new PeriodicWork(1, counted, ({ message }) => told.push(message));
    work.start();
    await reached;
    await work.stop();
    expect(told.slice(0, 3)).toEqual(['away 1', 'away 2', 'away 3']);
  });
});

function fail(error: Error): never {
  throw error;
}
