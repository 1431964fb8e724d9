import { parse } from '../parse/parser.js';
import type { LanguageId } from '../tree/syntax-tree.js';
import { cyclomaticComplexity } from './cyclomatic.js';
import { functionsOf } from './functions.js';

async function complexities(language: LanguageId, source: string): Promise<Record<string, number>> {
  const tree = await parse(source, language);
  const map = functionsOf(tree);
  const { functions } = cyclomaticComplexity(tree, map);
  return Object.fromEntries(map.units.map((unit, at) => [unit.name, functions[at] ?? 0]));
}

describe('cyclomatic complexity', () => {
  it('counts Python as radon does', async () => {
    const source = `
@decorate(a if b else c)
def f(a, b=1 if x else 2):
    if a and b or a:
        pass
    elif b:
        pass
    else:
        pass
    for i in [x for x in a if x]:
        pass
    else:
        pass
    try:
        pass
    except A:
        pass
    except B:
        pass
    else:
        pass
    finally:
        pass
    assert a and b
    with a: pass
    return (lambda: 1 if a else 2)
`;
    // if, and, or, elif, for + its else, comprehension + its if, two except and else, assert, the lambda's condition.
    expect(await complexities('python', source)).toEqual({ f: 14 });
  });

  it('keeps nested functions and classes of Python out of the function around them', async () => {
    const source = `
def outer():
    def inner(a=1 if x else 2):
        if a: pass
    class Local:
        flag = 1 if x else 2
        def method(self):
            while True: pass
    return inner
`;
    expect(await complexities('python', source)).toEqual({ outer: 1, inner: 2, method: 2 });
  });

  it('counts the cases of a match but one that always fits', async () => {
    const source = 'def f(a):\n  match a:\n    case 1: pass\n    case 2 if a: pass\n    case _: pass\n';
    expect(await complexities('python', source)).toEqual({ f: 3 });
  });

  it('counts JavaScript as ESLint does', async () => {
    const source = `
function f({ a = 1 }, b = 2) {
  if (a && b || c ?? d) {} else if (e) {} else {}
  for (;;) {} for (const x in y) {} for (const x of y) {} while (a) {} do {} while (a);
  switch (a) { case 1: case 2: break; default: }
  try {} catch {} finally {}
  x ??= a ? 1 : 2; x += 1;
  a?.b?.(c)?.[d];
}`;
    // 2 defaults, 2 if, 3 logical, 5 loops, 2 cases, catch, ??=, ?:, 3 optional.
    expect(await complexities('javascript', source)).toEqual({ f: 21 });
  });

  it('keeps field initialisers, static blocks and computed names out of methods', async () => {
    const source = `
function f() {
  return class {
    field = a || b;
    static { if (a) b(); }
    [a ? 'x' : 'y']() { return c && d; }
  };
}`;
    expect(await complexities('javascript', source)).toEqual({ f: 2, "[a ? 'x' : 'y']": 2 });
  });

  it('counts defaults of TypeScript parameters, and optional calls', async () => {
    const source = 'class A { constructor(private a = 1, b?: string) { a?.(b); } }';
    expect(await complexities('typescript', source)).toEqual({ constructor: 3 });
  });

  it('counts Java with its lambdas, without the classes in it', async () => {
    const source = `
class A {
  int f(int a) {
    for (int x : y) if (a > 1 && a < 3 || x == 0) { }
    Runnable r = () -> { while (true) { } };
    Object o = new Object() { int g() { return a > 0 ? 1 : 2; } };
    switch (a) { case 1: case 2: break; default: }
    return switch (a) { case 1, 2 -> 1; default -> 2; };
  }
}`;
    expect(await complexities('java', source)).toEqual({ f: 9, g: 2 });
  });

  it('of a source is one more than its decisions', async () => {
    const tree = await parse('if (a) {}\nfunction f() { if (b) {} }', 'javascript');
    expect(cyclomaticComplexity(tree, functionsOf(tree)).total).toBe(3);
  });
});
