import { parseSeconds } from './seconds.js';

describe('parseSeconds', () => {
  it('reads times and their fractions', () => {
    expect(parseSeconds('5, 30,0.05')).toEqual([5, 30, 0.05]);
  });

  it.each(['', '5,', '-1', '1e3', '604801', 'soon', Array(21).fill('1').join(',')])('refuses %j', (text) => {
    expect(() => parseSeconds(text)).toThrow('must');
  });
});
