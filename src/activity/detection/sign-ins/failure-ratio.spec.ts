import { failureExcess, type SignIns } from './failure-ratio.js';

const week = (hour: SignIns): SignIns[] => Array.from({ length: 168 }, () => hour);

describe('failureExcess', () => {
  const usual = week({ failed: 20, succeeded: 100 });

  it('tells failures above four times the median of the week', () => {
    expect(failureExcess({ failed: 81, succeeded: 100 }, usual)).toEqual({ failed: 81, ratio: 0.81, median: 0.2 });
    expect(failureExcess({ failed: 80, succeeded: 100 }, usual)).toBeNull();
    expect(failureExcess({ failed: 800, succeeded: 4_000 }, usual)).toBeNull();
  });

  it('is not moved by hours of attack among the usual ones', () => {
    const attacked = [...usual.slice(80), ...week({ failed: 9_000, succeeded: 100 }).slice(0, 80)];
    expect(failureExcess({ failed: 9_000, succeeded: 100 }, attacked)).toMatchObject({ median: 0.2 });
  });

  it('says nothing of few failures, nor before a day is known', () => {
    expect(failureExcess({ failed: 49, succeeded: 0 }, usual)).toBeNull();
    expect(failureExcess({ failed: 500, succeeded: 1 }, usual.slice(0, 23))).toBeNull();
    expect(failureExcess({ failed: 500, succeeded: 1 }, week({ failed: 0, succeeded: 0 }))).toBeNull();
  });

  it('does not take four times nothing for much', () => {
    const careful = week({ failed: 0, succeeded: 500 });
    expect(failureExcess({ failed: 60, succeeded: 500 }, careful)).toBeNull();
    expect(failureExcess({ failed: 120, succeeded: 500 }, careful)).toMatchObject({ median: 0.05 });
  });
});
