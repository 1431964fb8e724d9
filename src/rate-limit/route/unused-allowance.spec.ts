import { UnusedAllowance } from './unused-allowance.js';

describe('what is given back unused', () => {
  const window = { limit: 2, windowMs: 1_000 };

  it('is as much as the limit within a window, for each subject, and as much again in the next', () => {
    const allowance = new UnusedAllowance();
    const at = (now: number, subject = 'one') => allowance.admits(subject, window, now);
    expect([at(0), at(10), at(20), at(999)]).toEqual([true, true, false, false]);
    expect(at(20, 'other')).toBe(true);
    expect([at(1_000), at(1_500), at(1_999)]).toEqual([true, true, false]);
  });
});
