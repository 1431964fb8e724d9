import { parse } from '../parse/parser.js';
import type { LanguageId } from '../tree/syntax-tree.js';
import { memoryFaults } from './memory-faults.js';

/** Kinds of fault with their lines: `leak:3`. */
async function faults(code: string, language: LanguageId = 'c'): Promise<string[]> {
  const tree = await parse(code, language);
  return memoryFaults(tree).map(({ kind, node }) => `${kind}:${tree.position(node.start).line}`);
}

const inFunction = (body: string): string => `void f(int x, char *s, size_t n) {\n${body}\n}`;

describe('the memory of C and C++', () => {
  it('knows a pointer by what happened to what it points to', async () => {
    expect(await faults(inFunction('char *p = malloc(8);\nif (!p) return;\nfree(p);\np[0] = 1;'))).toEqual([
      'use-after-free:5',
    ]);
    expect(await faults(inFunction('char *p = malloc(8);\nif (x) { free(p); }\nfree(p);'))).toEqual(['double-free:4']);
    expect(await faults(inFunction('char *p = malloc(8);\nif (x) { free(p); p = NULL; }\nfree(p);'))).toEqual([]);
    expect(await faults(inFunction('char *p = malloc(8);\nchar *q = p;\nfree(p);\nfree(q);'))).toEqual([
      'double-free:5',
    ]);
  });

  it('does not ask further in what branches further out disagree about: a condition may tell them apart', async () => {
    expect(await faults(inFunction('char *p = malloc(8);\nif (x) free(p);\nif (!x) free(p);'))).toEqual([]);
    expect(await faults(inFunction('int v;\nif (x) v = 1;\nif (x) printf("%d", v);'))).toEqual([]);
  });

  it('finds what is lost on a way out, and follows clean-up by goto', async () => {
    expect(await faults(inFunction('char *p = malloc(8);\nif (!p) return;\nif (x) return;\nfree(p);'))).toEqual([
      'leak:4',
    ]);
    const cleaned =
      'char *q = NULL;\nchar *p = malloc(8);\nif (!p) goto out;\nq = malloc(8);\nif (!q) goto out;\nq[0] = 1;\nout:\nfree(q);\nfree(p);';
    expect(await faults(inFunction(cleaned))).toEqual([]);
  });

  it('asks the functions of the file what they do to their parameters, and what they make', async () => {
    const helpers = 'static void drop(char *p) { free(p); }\nstatic char *make(void) { return malloc(8); }\n';
    expect(await faults(`${helpers}${inFunction('char *p = make();\nif (!p) return;\ndrop(p);\nputs(p);')}`)).toEqual([
      'use-after-free:7',
    ]);
    expect(await faults(`${helpers}${inFunction('char *p = make();\nif (!p) return;\nputs(p);')}`)).toEqual(['leak:4']);
  });

  it('reasons about sizes, indices and lengths', async () => {
    expect(await faults(inFunction('int a[10];\nfor (int i = 0; i <= 10; i++) a[i] = 0;'))).toEqual([
      'index-out-of-bounds:3',
    ]);
    expect(await faults(inFunction('int a[10];\nfor (int i = 0; i < 10; i++) a[i] = 0;'))).toEqual([]);
    expect(await faults(inFunction('char b[8];\nmemcpy(b, s, n);'))).toEqual(['unchecked-length:3']);
    expect(await faults(inFunction('char b[8];\nif (n > sizeof b) return;\nmemcpy(b, s, n);'))).toEqual([]);
    expect(await faults(inFunction('int a[4];\nint i = atoi(s);\nif (i < 4) a[i] = 1;'))).toEqual([
      'unchecked-index:4',
    ]);
    expect(await faults(`#define N 4\n${inFunction('char b[N];\nstrcpy(b, "abcd");')}`)).toEqual(['overflow:4']);
  });

  it('tells new from new[] from malloc, in C++ only', async () => {
    expect(await faults('void f() { int *p = new int[3]; p[0] = 1; delete p; }', 'cpp')).toEqual(['mismatched-free:1']);
    expect(await faults('void f(void) { int new = 1; int delete = new; use(delete); }')).toEqual([]);
  });

  it('claims nothing of a function that the parser could not read whole', async () => {
    expect(await faults(inFunction('char *p = malloc(8);\nif (!p) return;\np = @@ ??;\nuse(x'))).toEqual([]);
  });
});
