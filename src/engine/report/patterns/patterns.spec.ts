import { parse } from '../../parse/parser.js';
import type { LanguageId } from '../../tree/syntax-tree.js';
import { findPatterns } from './patterns.js';

async function patterns(language: LanguageId, source: string): Promise<string[]> {
  return findPatterns(await parse(source, language)).map((pattern) => pattern.name);
}

describe('singleton', () => {
  it.each<[LanguageId, string]>([
    [
      'java',
      'class A { private static A instance; private A() {} static A getInstance() { if (instance == null) instance = new A(); return instance; } }',
    ],
    [
      'java',
      'class A { private static final A INSTANCE = new A(); private A() {} public static A get() { return INSTANCE; } }',
    ],
    [
      'typescript',
      'class A { private static instance: A; private constructor() {} static getInstance() { return (A.instance ??= new A()); } }',
    ],
    [
      'javascript',
      'class A { static #instance; static getInstance() { if (!A.#instance) A.#instance = new A(); return A.#instance; } }',
    ],
    [
      'python',
      'class A:\n    _instance = None\n    def __new__(cls):\n        if cls._instance is None:\n            cls._instance = super().__new__(cls)\n        return cls._instance\n',
    ],
  ])('is seen in %s (%#)', async (language, source) => {
    expect(await patterns(language, source)).toEqual(['singleton']);
  });

  it.each<[LanguageId, string]>([
    ['java', 'class A { private static int count; private A() {} static A create() { return new A(); } }'],
    ['java', 'class A { private Connection instance; Connection getInstance() { return instance; } }'],
    [
      'typescript',
      'class A { instance?: B; getInstance() { if (!this.instance) this.instance = new B(); return this.instance; } }',
    ],
    ['python', 'class A:\n    _instance = None\n    def other(self):\n        return self._instance\n'],
  ])('is not seen where there is none, in %s (%#)', async (language, source) => {
    expect(await patterns(language, source)).toEqual([]);
  });
});

describe('factory', () => {
  it('makes one of several types by a condition', async () => {
    const source = 'class ShapeFactory { create(kind) { if (kind === 1) return new Circle(); return new Square(); } }';
    expect(await patterns('javascript', source)).toEqual(['factory']);
    const python =
      'class Shapes:\n    def make_shape(self, kind):\n        if kind == 1:\n            return Circle()\n        return Square()\n';
    expect(await patterns('python', python)).toEqual(['factory']);
  });

  it('is not a method that makes one type, or that only reads', async () => {
    expect(await patterns('javascript', 'class A { create(x) { if (x) return new B(1); return new B(2); } }')).toEqual(
      [],
    );
    expect(await patterns('javascript', 'class A { get(x) { if (x) return this.a; return this.b; } }')).toEqual([]);
  });
});

describe('observer', () => {
  it('lets others join and tells each', async () => {
    const source = `class Subject {
      subscribe(f) { this.all.add(f); } unsubscribe(f) { this.all.delete(f); }
      notify(x) { for (const f of this.all) f(x); } }`;
    expect(await patterns('javascript', source)).toEqual(['observer']);
  });

  it('is not a class that only subscribes to something, or tells one', async () => {
    expect(
      await patterns('javascript', 'class A { subscribe() { bus.on("x", this.f); } f() { for (;;) {} } }'),
    ).toEqual([]);
    expect(await patterns('javascript', 'class A { on(f) { this.f = f; } emit(x) { this.f(x); } }')).toEqual([]);
  });
});

const method = (name: string, lines: number) => `  ${name}() {\n${'    work();\n'.repeat(lines)}  }\n`;

describe('god class', () => {
  const verbs = ['load', 'save', 'render', 'send', 'parse', 'check', 'log', 'sort'];

  it('does everything', async () => {
    const methods = Array.from({ length: 24 }, (_, at) => method(`${verbs[at % verbs.length]}Thing${at}`, 20));
    expect(await patterns('javascript', `class A {\n${methods.join('')}}`)).toEqual(['god-class']);
  });

  it('is not a long list of accessors', async () => {
    const methods = Array.from({ length: 60 }, (_, at) => method(`get${at}`, 10));
    expect(await patterns('javascript', `class A {\n${methods.join('')}}`)).toEqual([]);
  });
});
