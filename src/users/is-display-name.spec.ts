import { isDisplayName } from './is-display-name.js';

describe('isDisplayName', () => {
  it.each(['Ada', 'Ada  King', 'Åsa', '名前', '👩‍👩‍👧', 'می‌خواهم', 'x'.repeat(100)])('takes %j', (name) => {
    expect(isDisplayName(name)).toBe(true);
  });

  it.each([
    ['nothing', ''],
    ['spaces', ' \u3000\u00a0'],
    ['a zero-width space alone', '\u200b'],
    ['joiners alone', '\u200d\ufe0f'],
    ['a text that is turned around', 'gnp.\u202eexe'],
    ['an isolate', '\u2066x'],
    ['two lines', 'a\nb'],
    ['NUL', 'a\0'],
    ['half a surrogate pair', 'a\ud800'],
    ['101 characters', 'x'.repeat(101)],
    ['a number', 5],
  ])('refuses %s', (_, name) => {
    expect(isDisplayName(name)).toBe(false);
  });
});
