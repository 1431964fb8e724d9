import { randomBytes } from 'node:crypto';
import { parsePeppers } from './peppers.js';

const key = () => randomBytes(32).toString('base64');

describe('parsePeppers', () => {
  it('uses the highest number', () => {
    const [one, two] = [key(), key()];
    const peppers = parsePeppers(`2:${two}, 1:${one}`);
    expect(peppers.current).toBe(2);
    expect(peppers.keys.get(1)).toEqual(Buffer.from(one, 'base64'));
  });

  it.each([
    ['no number', key()],
    ['a short key', `1:${randomBytes(31).toString('base64')}`],
    ['the same number twice', `1:${key()},1:${key()}`],
    ['a key of one byte repeated', `1:${Buffer.alloc(32, 7).toString('base64')}`],
    ['number 0', `0:${key()}`],
    ['an empty entry', `1:${key()},`],
  ])('refuses %s', (_, text) => {
    expect(() => parsePeppers(text)).toThrow(Error);
  });
});
