import { Configuration } from '../../../config/configuration.js';
import { retryAfterMs, RetrySchedule } from './retry-schedule.js';

const schedule = new RetrySchedule(Configuration.parse({}));
const plain = { gone: false, retryAfterMs: null };

describe('RetrySchedule', () => {
  it('waits 5 s, 30 s, 2 min, 10 min, 1 h, 6 h and 24 h, and then gives up', () => {
    const waits = Array.from({ length: 8 }, (_, index) => schedule.after(plain, index + 1, 0.5));
    expect(waits.slice(0, 7)).toEqual(
      [5, 30, 120, 600, 3_600, 21_600, 86_400].map((seconds) => ({ kind: 'retry', inMs: seconds * 1_000 })),
    );
    expect(waits[7]).toEqual({ kind: 'dead' });
  });

  it('varies its waits by a fifth', () => {
    expect(schedule.after(plain, 1, 0)).toEqual({ kind: 'retry', inMs: 4_000 });
    expect(schedule.after(plain, 1, 1)).toEqual({ kind: 'retry', inMs: 6_000 });
  });

  it('waits as long as it is asked to, up to a day, and ends where nobody is', () => {
    expect(schedule.after({ gone: false, retryAfterMs: 60_000 }, 1)).toEqual({ kind: 'retry', inMs: 60_000 });
    expect(schedule.after({ gone: false, retryAfterMs: 1_000 }, 2, 0.5)).toEqual({ kind: 'retry', inMs: 30_000 });
    expect(schedule.after({ gone: false, retryAfterMs: 1e12 }, 1)).toEqual({ kind: 'retry', inMs: 86_400_000 });
    expect(schedule.after({ gone: true, retryAfterMs: null }, 1)).toEqual({ kind: 'dead' });
  });
});

describe('retryAfterMs', () => {
  it.each([
    [undefined, null],
    ['120', 120_000],
    ['Wed, 25 Nov 2026 12:01:00 GMT', 60_000],
    ['Wed, 25 Nov 2026 11:00:00 GMT', 0],
    ['soon', null],
    ['-5', null],
  ])('reads %j as %j', (header, ms) => {
    expect(retryAfterMs(header, Date.parse('2026-11-25T12:00:00Z'))).toBe(ms);
  });
});
