import { SubjectCounts } from './subject-counts.js';

describe('SubjectCounts', () => {
  it('is exact while the subjects fit', () => {
    const counts = new SubjectCounts(10);
    for (let round = 0; round < 7; round += 1) {
      for (let subject = 0; subject < 10; subject += 1) {
        counts.add(`u:${subject}`, { requests: 1, denied: subject === 3 ? 1 : 0 });
      }
    }
    expect(counts.top(1)).toEqual([['u:3', { requests: 7, denied: 7 }]]);
    expect(counts.top(99)).toHaveLength(10);
  });

  it('keeps whoever is refused again and again among any number of passers-by, in bounded memory', () => {
    const counts = new SubjectCounts(50);
    for (let visitor = 0; visitor < 20_000; visitor += 1) {
      counts.add(`n:${visitor}`, { requests: 1, denied: 0 });
      if (visitor % 100 === 0) counts.add('u:offender', { requests: 1, denied: 1 });
    }
    expect(counts.top(1)).toEqual([['u:offender', { requests: 200, denied: 200 }]]);
    expect(counts.top(Infinity).length).toBeLessThanOrEqual(100);
  });

  it('remembers the network of a subject once it is known', () => {
    const counts = new SubjectCounts(2);
    counts.add('n:x', { requests: 1, denied: 0 });
    counts.add('n:x', { requests: 1, denied: 1, src: 'sealed' });
    expect(counts.top(1)).toEqual([['n:x', { requests: 2, denied: 1, src: 'sealed' }]]);
  });
});
