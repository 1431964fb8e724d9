import { refusalOf } from './source-guard.js';

describe('refusalOf', () => {
  it.each(['', ' \n\t', '\ufeff\n'])('%j is empty', (code) => expect(refusalOf(code)).toBe('empty_code'));
  it.each(['MZ\0\0', '\u0001\u0002\u0003', '\ufffd\ufffdPNG', 'a\ud800\ud800'])('%j is binary', (code) =>
    expect(refusalOf(code)).toBe('binary_code'),
  );
  it.each(['x = "😀"', 'a\r\n\tb\f', 'printf("\u001b[31m")', `${'x'.repeat(100)}\ufffd`])('%j is text', (code) =>
    expect(refusalOf(code)).toBeNull(),
  );
});
