import { nestsTooDeep, refusalOf } from './source-guard.js';

describe('refusalOf', () => {
  it.each(['', ' \n\t', '\ufeff\n'])('%j is empty', (code) => expect(refusalOf(code)).toBe('empty_code'));
  it.each(['MZ\0\0', '\u0001\u0002\u0003', '\ufffd\ufffdPNG', 'a\ud800\ud800'])('%j is binary', (code) =>
    expect(refusalOf(code)).toBe('binary_code'),
  );
  it.each(['x = "😀"', 'a\r\n\tb\f', 'printf("\u001b[31m")', `${'x'.repeat(100)}\ufffd`])('%j is text', (code) =>
    expect(refusalOf(code)).toBeNull(),
  );
});

describe('nestsTooDeep', () => {
  it.each(['(', '[', '{', '{[('])('stops %j when it opens more than 200 times', (open) => {
    expect(nestsTooDeep(open.repeat(201), 'javascript')).toBe(true);
    expect(nestsTooDeep(open.repeat(Math.floor(200 / open.length)), 'javascript')).toBe(false);
  });

  it('stops rows of angle brackets, but no comparisons that statements end, and none in Python', () => {
    expect(nestsTooDeep('A<'.repeat(201), 'java')).toBe(true);
    expect(nestsTooDeep('a < b;'.repeat(1000), 'java')).toBe(false);
    expect(nestsTooDeep('List<A<B>> x = f(a -> b);\n'.repeat(1000), 'java')).toBe(false);
    expect(nestsTooDeep('a < b\n'.repeat(1000), 'python')).toBe(false);
  });

  it('does not mind many brackets that close again', () => {
    expect(nestsTooDeep('f(x[1], {a: 2})'.repeat(5000), 'javascript')).toBe(false);
  });
});
