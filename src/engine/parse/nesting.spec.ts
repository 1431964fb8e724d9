import { array, assert as holds, constantFrom, property } from 'fast-check';
import { nestsTooDeep, withoutDeepNests } from './nesting.js';

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

describe('withoutDeepNests', () => {
  const nest = '('.repeat(300);

  it.each([
    [`f(1); // ${nest}\ng(2);\n`, `f(1); // 0${' '.repeat(299)}\ng(2);\n`],
    [`/* ${nest} */ f(1);\n`, `/* 0${' '.repeat(300)}*/ f(1);\n`],
    [`x = "${nest}"; f(1);\n`, `x = "0${' '.repeat(299)}"; f(1);\n`],
    [`f(${nest}1${')'.repeat(301)}; g(2);`, `f${' '.repeat(603)}; g(2);`],
    [`f(1)\n${nest}`, `f(1)\n0${' '.repeat(299)}`],
  ])('leaves the program around the nest, case %#', (code, plain) => {
    expect(withoutDeepNests(code, 'javascript')).toBe(plain);
  });

  it('leaves alone what is not too deep, and nothing that is, at the same length', () => {
    const piece = constantFrom('(', ')', '[', '{', '}', '<', '>', ';', '"', '*/', '\n', 'a', '((((((((', '<<<<<<<<');
    holds(
      property(
        array(piece, { maxLength: 400, size: 'max' }),
        constantFrom('java' as const, 'python' as const, 'ruby' as const),
        (pieces, language) => {
          const code = pieces.join('');
          const plain = withoutDeepNests(code, language);
          expect(plain.length).toBe(code.length);
          expect(nestsTooDeep(plain, language)).toBe(false);
          if (!nestsTooDeep(code, language)) expect(plain).toBe(code);
        },
      ),
    );
  });
});
