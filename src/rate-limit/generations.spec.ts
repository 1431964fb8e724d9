import { Generations } from './generations.js';

describe('Generations', () => {
  it('keeps what was written within the last `capacity` writes and never holds more than twice that', () => {
    const map = new Generations<number, number>(10);
    for (let i = 0; i < 1_000; i += 1) {
      map.set(i, i);
      expect(map.size).toBeLessThanOrEqual(20);
      for (let recent = Math.max(0, i - 9); recent <= i; recent += 1) expect(map.get(recent)).toBe(recent);
    }
    expect(map.get(0)).toBeUndefined();
  });

  it('gives the newest value and forgets on demand', () => {
    const map = new Generations<string, number>(1);
    map.set('a', 1);
    map.set('b', 1);
    map.set('a', 2);
    expect(map.get('a')).toBe(2);
    map.delete('a');
    expect(map.get('a')).toBeUndefined();
  });
});
