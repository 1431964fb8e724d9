import { readJavascript } from './javascript-facts.js';

const plain = { verbatimModuleSyntax: false, emitDecoratorMetadata: false };

function kinds(source: string, path = 'a.ts', emit = plain): Record<string, string> {
  return Object.fromEntries(readJavascript(path, source, emit).imports.map(({ specifier, kind }) => [specifier, kind]));
}

describe('readJavascript', () => {
  it('sees every form of import, in either module system', () => {
    const source = [
      `import a from './a'; import './side'; export * from './star'; export { x } from './x';`,
      `import eq = require('./eq'); const r = require('./r'); import('./lazy');`,
      `type T = import('./type').T; export type { U } from './u'; a(eq, r);`,
    ].join('\n');
    expect(kinds(source)).toEqual({
      './a': 'runtime',
      './side': 'runtime',
      './star': 'runtime',
      './x': 'runtime',
      './eq': 'runtime',
      './r': 'runtime',
      './lazy': 'dynamic',
      './type': 'type-only',
      './u': 'type-only',
    });
  });

  it.each([
    ['a type', 'let v: A;', 'elidable'],
    ['nothing', '', 'elidable'],
    ['implements', 'class C implements A {}', 'elidable'],
    ['typeof in a type', 'let v: typeof A;', 'elidable'],
    ['a type argument', 'f<A>();', 'elidable'],
    ['as', 'const v = x as A;', 'elidable'],
    ['a member of another', 'x.A = { A: 1 };', 'elidable'],
    ['a call', 'A();', 'runtime'],
    ['extends', 'class C extends A {}', 'runtime'],
    ['a shorthand', 'const v = { A };', 'runtime'],
    ['a re-export', 'export { A };', 'runtime'],
    ['a re-exported type', 'export type { A };', 'elidable'],
    ['a namespace member', 'A.b.c();', 'runtime'],
    ['satisfies', 'const v = A satisfies B;', 'runtime'],
    ['an enum initialiser', 'enum E { x = A.y }', 'runtime'],
    ['a decorator', '@A() class C {}', 'runtime'],
  ])('tells what an import used as %s is', (_, use, kind) => {
    expect(kinds(`import { A } from './m';\n${use}`)).toEqual({ './m': kind });
  });

  it('tells `import type` from `import`, for whole statements and single names', () => {
    const source = `import type { A } from './a'; import { type B } from './b'; import { type C, d } from './c'; d();`;
    expect(kinds(source)).toEqual({ './a': 'type-only', './b': 'type-only', './c': 'runtime' });
  });

  it('elides nothing under verbatimModuleSyntax, nor in JavaScript', () => {
    const source = `import { A } from './a'; import { type B } from './b';`;
    expect(kinds(source, 'a.ts', { ...plain, verbatimModuleSyntax: true })).toEqual({
      './a': 'runtime',
      './b': 'runtime',
    });
    expect(kinds(`import { A } from './a';`, 'a.js')).toEqual({ './a': 'runtime' });
  });

  it('keeps constructor types of decorated classes where metadata is emitted', () => {
    const source = `import { S } from './s'; import { T } from './t';
      @Injectable() class C { constructor(private readonly s: S) {} plain(t: T) {} }`;
    expect(kinds(source)).toEqual({ './s': 'elidable', './t': 'elidable' });
    expect(kinds(source, 'a.ts', { ...plain, emitDecoratorMetadata: true })).toEqual({
      './s': 'runtime',
      './t': 'elidable',
    });
  });

  it('counts React as used where there is JSX, and reads JSX in .js files', () => {
    expect(kinds(`import React from 'react'; export const V = () => <b/>;`, 'a.tsx')).toEqual({ react: 'runtime' });
    expect(readJavascript('a.js', `import React from 'react'; export const V = () => <b>{1}</b>;`, plain).clean).toBe(
      true,
    );
  });

  it('tells a require that may fail, and one that comes late', () => {
    const { imports } = readJavascript(
      'a.cjs',
      `try { require('a') } catch {} function f() { return require('b') }`,
      plain,
    );
    expect(imports).toEqual([
      expect.objectContaining({ specifier: 'a', optional: true, kind: 'runtime' }),
      expect.objectContaining({ specifier: 'b', optional: false, kind: 'dynamic' }),
    ]);
  });

  it('reads on in broken files', () => {
    const facts = readJavascript('a.ts', `import { A } from './a';\nclass {{{`, plain);
    expect(facts.clean).toBe(false);
  });
});
