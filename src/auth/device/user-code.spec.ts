import { newUserCode, readUserCode, userCodeHash } from './user-code.js';

describe('user codes', () => {
  it('are eight letters that make no word, in two groups', () => {
    const codes = Array.from({ length: 200 }, newUserCode);
    for (const code of codes) expect(code).toMatch(/^[BCDFGHJKLMNPQRSTVWXZ]{4}-[BCDFGHJKLMNPQRSTVWXZ]{4}$/);
    expect(new Set(codes).size).toBe(200);
    // Every letter of the alphabet comes up.
    expect(new Set(codes.join('')).size).toBe(21);
  });

  it.each(['WDJB-MJHT', 'wdjbmjht', ' wdjb mjht ', 'WDJB.MJHT', 'w-d-j-b-m-j-h-t'])('are read as %j too', (typed) => {
    expect(readUserCode(typed)).toBe('WDJBMJHT');
  });

  it.each(['', 'WDJB-MJH', 'WDJB-MJHTX', 'ADJB-MJHT', 'WDJB-MJH1', 'ＷDJB-MJHT'])('are not %j', (typed) => {
    expect(readUserCode(typed)).toBeNull();
  });

  it('are kept by a hash that only the key makes', () => {
    expect(userCodeHash('WDJBMJHT', 'one key')).not.toEqual(userCodeHash('WDJBMJHT', 'another key'));
    expect(userCodeHash('WDJBMJHT', 'one key')).toEqual(userCodeHash('WDJBMJHT', 'one key'));
  });
});
