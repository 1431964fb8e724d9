import { PoisonMemory } from './poison-memory.js';

describe('PoisonMemory', () => {
  it('remembers for its lifetime', () => {
    let now = 0;
    const memory = new PoisonMemory(1_000, 10, () => now);
    memory.add('a');
    now = 999;
    expect(memory.has('a')).toBe(true);
    expect(memory.has('b')).toBe(false);
    now = 1_000;
    expect(memory.has('a')).toBe(false);
  });

  it('forgets the oldest when it is full', () => {
    const memory = new PoisonMemory(1_000, 2, () => 0);
    for (const key of ['a', 'b', 'a', 'c']) memory.add(key);
    expect(['a', 'b', 'c'].filter((key) => memory.has(key))).toEqual(['a', 'c']);
  });
});
