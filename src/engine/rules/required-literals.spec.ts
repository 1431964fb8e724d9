import { requiredLiterals } from './required-literals.js';
import { indexed, TextIndex } from './text-index.js';

describe('what a regular expression requires', () => {
  it.each([
    [/xmrig|minerd/, ['xmrig', 'minerd']],
    [/\b(?:Set|Add)-MpPreference/, ['-mppreference']],
    [/known_hosts?\s+x/, ['known_host']],
    [/(?:abc)?defg*h/, ['def']],
    [/a+bc\.exe/i, ['bc.exe']],
    [/(?<!never)[abc\]]+there(?=after)/, ['there']],
    [/[^]{0,10}(?:one|three){1,2}x/, ['one', 'three']],
  ])('%s', (regex, literals) => {
    expect(requiredLiterals(regex)).toEqual(literals);
  });

  it.each([/ab|cdef/, /\w+/, /(?:abc)*/, /(?:abc){0,2}/, /\x61bcd/, /abc/u])('nothing is sure: %s', (regex) => {
    expect(requiredLiterals(regex)).toBeNull();
  });

  it('leaves out only texts without a match', () => {
    const wanted = indexed(/crontab -[lr]|Start Menu/);
    expect(new TextIndex('run("crontab -l")').mayMatch(wanted)).toBe(true);
    expect(new TextIndex('the start menu').mayMatch(wanted)).toBe(true);
    expect(new TextIndex('cron tab').mayMatch(wanted)).toBe(false);
  });
});
