import { parse } from '../parse/parser.js';
import type { LanguageId } from '../tree/syntax-tree.js';
import { cognitiveComplexity } from './cognitive.js';
import { functionsOf } from './functions.js';

async function cognitive(language: LanguageId, source: string): Promise<Record<string, number>> {
  const tree = await parse(source, language);
  const map = functionsOf(tree);
  const { functions, total } = cognitiveComplexity(tree, map);
  return { ...Object.fromEntries(map.units.map((unit, at) => [unit.name, functions[at] ?? 0])), total };
}

/** Examples marked so are those of the white paper, appendix C, carried over. */
describe('cognitive complexity', () => {
  it('sumOfPrimes is 7 (white paper)', async () => {
    const source = `
class A { int sumOfPrimes(int max) {
  int total = 0;
  OUT: for (int i = 1; i <= max; ++i) {
    for (int j = 2; j < i; ++j) {
      if (i % j == 0) { continue OUT; }
    }
    total += i;
  }
  return total;
} }`;
    expect(await cognitive('java', source)).toEqual({ sumOfPrimes: 7, total: 7 });
  });

  it('getWords is 1: a switch counts once (white paper)', async () => {
    const source = `class A { String getWords(int n) {
      switch (n) { case 1: return "one"; case 2: return "a couple"; default: return "lots"; } } }`;
    expect(await cognitive('java', source)).toEqual({ getWords: 1, total: 1 });
  });

  it('counts nesting, else without nesting, and catch (white paper)', async () => {
    const source = `
function myMethod() {
  try {
    if (condition1) {
      for (let i = 0; i < 10; i++) {
        while (condition2) {}
      }
    }
  } catch (e) {
    if (condition2) {}
  }
}`;
    // if 1, for 2, while 3, catch 1, if 2.
    expect(await cognitive('javascript', source)).toEqual({ myMethod: 9, total: 9 });
  });

  it('an else-if chain stays on its level', async () => {
    const python = 'def f(a):\n  if a: pass\n  elif b: pass\n  elif c:\n    if d: pass\n  else: pass\n';
    expect(await cognitive('python', python)).toEqual({ f: 6, total: 6 });
    const javascript = 'function f() { if (a) {} else if (b) {} else if (c) { if (d) {} } else {} }';
    expect(await cognitive('javascript', javascript)).toEqual({ f: 6, total: 6 });
    const bare = 'class A { void f() { if (a) ; else for (;;) ; } }';
    expect(await cognitive('java', bare)).toEqual({ f: 4, total: 4 });
    const java = 'class A { void f() { if (a) {} else if (b) {} else if (c) { if (d) {} } else {} } }';
    expect(await cognitive('java', java)).toEqual({ f: 6, total: 6 });
  });

  it('counts sequences of like logical operators, not operators', async () => {
    const source = `
function f() {
  a && b && c;
  a || b && c && d || e;
  a && !(b && c);
}`;
    // 1; ||, &&, || is 3; && outside and && inside the negation is 2.
    expect(await cognitive('javascript', source)).toEqual({ f: 6, total: 6 });
  });

  it('nested functions count for the one around them, a level deeper', async () => {
    const source = 'function f(a) { if (a) { g(() => { if (b) {} }); } }';
    expect(await cognitive('javascript', source)).toEqual({ f: 4, '(anonymous)': 1, total: 4 });
  });

  it('a function that only holds others does not nest them (white paper)', async () => {
    const module = 'function f() { const g = function () { if (a) {} }; function h() { if (b) {} } }';
    expect(await cognitive('javascript', module)).toEqual({ f: 2, g: 1, h: 1, total: 2 });
    const decorator = 'def d(a):\n  def w(x):\n    if x: pass\n  return w\n';
    expect(await cognitive('python', decorator)).toEqual({ d: 1, w: 1, total: 1 });
  });

  it('a function that calls itself counts one more, however often', async () => {
    const source = 'class A:\n  def f(self, n):\n    return n * self.f(n - 1) + self.f(n) + other.f(n)\n';
    expect(await cognitive('python', source)).toEqual({ f: 1, total: 1 });
  });

  it('counts any depth', async () => {
    const depth = 20_000;
    const { total } = await cognitive('javascript', 'if(a)'.repeat(depth) + ';');
    expect(total).toBe((depth * (depth + 1)) / 2);
  });
});
