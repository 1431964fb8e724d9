import { LocalThrottle } from './local-throttle.js';
import type { BackoffRule, Taken } from './throttle.js';

const rule: BackoffRule = { free: 5, longestMs: 900_000, forgetMs: 3_600_000 };

function at(start: number) {
  const clock = { now: start };
  return { clock, throttle: new LocalThrottle(() => clock.now, 3) };
}

const waits = (taken: Taken): number => (taken.allowed ? 0 : taken.waitMs);

describe('LocalThrottle', () => {
  it('gives five tries, then one after each of 1, 2, 4 … s, never more than 900', async () => {
    const { clock, throttle } = at(0);
    for (let i = 0; i < 5; i += 1) expect((await throttle.backoff('a', rule)).allowed).toBe(true);
    for (const seconds of [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]) {
      expect(waits(await throttle.backoff('a', rule))).toBe(seconds * 1000);
      clock.now += seconds * 1000 - 1;
      expect(waits(await throttle.backoff('a', rule))).toBe(1);
      clock.now += 1;
      expect((await throttle.backoff('a', rule)).allowed).toBe(true);
    }
  });

  it('forgets after an hour without a try, and when told to', async () => {
    const { clock, throttle } = at(0);
    for (let i = 0; i < 5; i += 1) await throttle.backoff('a', rule);
    clock.now += rule.forgetMs;
    for (let i = 0; i < 5; i += 1) expect((await throttle.backoff('a', rule)).allowed).toBe(true);
    expect((await throttle.backoff('a', rule)).allowed).toBe(false);
    await throttle.clear('a');
    expect((await throttle.backoff('a', rule)).allowed).toBe(true);
  });

  it('takes a try back as if it had not been', async () => {
    const { throttle } = at(0);
    for (let i = 0; i < 4; i += 1) await throttle.backoff('a', rule);
    const fifth = await throttle.backoff('a', rule);
    if (fifth.allowed) await fifth.undo();
    expect((await throttle.backoff('a', rule)).allowed).toBe(true);
    expect((await throttle.backoff('a', rule)).allowed).toBe(false);
  });

  it('lets so many through in any window, and says honestly when the next may come', async () => {
    const { clock, throttle } = at(0);
    const window = { limit: 3, windowMs: 1_000 };
    for (const time of [0, 400, 500]) {
      clock.now = time;
      expect((await throttle.window('n', window)).allowed).toBe(true);
    }
    const refused = await throttle.window('n', window);
    expect(waits(refused)).toBe(500);
    clock.now += waits(refused);
    expect((await throttle.window('n', window)).allowed).toBe(true);
    expect((await throttle.window('n', window)).allowed).toBe(false);
  });

  it('gives a place back', async () => {
    const { throttle } = at(0);
    const window = { limit: 1, windowMs: 1_000 };
    const taken = await throttle.window('n', window);
    if (taken.allowed) await taken.undo();
    expect((await throttle.window('n', window)).allowed).toBe(true);
  });

  it('remembers a bounded number of subjects, the latest', async () => {
    const { throttle } = at(0);
    const one = { limit: 1, windowMs: 1_000 };
    for (const subject of ['a', 'b', 'c', 'd']) await throttle.window(subject, one);
    expect((await throttle.window('d', one)).allowed).toBe(false);
    expect((await throttle.window('a', one)).allowed).toBe(true);
  });
});
