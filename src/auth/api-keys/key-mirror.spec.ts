import { decodeKey, encodeKey, type KeyState } from './key-mirror.js';

const state: KeyState = {
  version: 3,
  status: 'live',
  expiresAt: 1_764_000_000_000,
  permissions: ['code_analysis'],
  rateLimit: null,
};

describe('the mirror of an API key', () => {
  it.each<KeyState>([
    state,
    { ...state, status: 'ended' },
    { ...state, expiresAt: null },
    { ...state, permissions: [] },
    { ...state, rateLimit: 5 },
    { ...state, permissions: [], rateLimit: 1 },
    { ...state, permissions: ['code_analysis', 'architecture_generation', 'admin'] },
  ])('gives back what it took: %j', (key) => {
    expect(decodeKey(encodeKey(key))).toEqual(key);
  });

  it('is the text of a session that no sign-out everywhere can end, with permissions', () => {
    expect(encodeKey(state)).toBe('3|live|253402300799999|1764000000000|1764000000000|code_analysis');
    expect(encodeKey({ ...state, rateLimit: 5 })).toMatch(/\|code_analysis\|5$/);
  });

  it.each([
    '',
    '|',
    '3|live',
    '3|live|1|2|3',
    '3|over|1|2|3|code_analysis',
    '3|live|1|2|x|',
    '3|live|1|2|3|4|x',
    '3|live|1|2|3|4|5|6',
  ])('does not know %j', (text) => {
    expect(decodeKey(text)).toBeNull();
  });
});
