import { measure } from '../../metrics/metrics.js';
import { parse } from '../../parse/parser.js';
import type { LanguageId } from '../../tree/syntax-tree.js';

interface Figures {
  name: string;
  cyclomatic: number;
  cognitive: number;
  parameters: number;
  nesting: number;
}

async function figures(code: string, language: LanguageId): Promise<Figures[]> {
  const { per_function } = measure(await parse(code, language));
  return per_function.map((one) => ({
    name: one.name,
    cyclomatic: one.cyclomatic_complexity,
    cognitive: one.cognitive_complexity,
    parameters: one.parameters,
    nesting: one.max_nesting,
  }));
}

describe('the metrics of C and C++', () => {
  it('count decisions as lizard does: no default, the preprocessor included', async () => {
    const code = `
int f(int a, char **b) {
  if (a && b) return 1;             /* 2 */
  else if (a || !b) a++;            /* 2 */
  for (int i = 0; i < a; i++)       /* 1 */
    while (a) a--;                  /* 1 */
  do { a++; } while (a < 9);        /* 1 */
  switch (a) {
    case 1:                         /* 1 */
    case 2: a = 3; break;           /* 1 */
    default: break;
  }
#ifdef FAST
  a = a ? 1 : 2;                    /* 1 and 1 */
#endif
  return a;
}
void g(void) {}
`;
    // Cognitive: if 1, && 1, else if 1, || 1, for 1, while 2, do 1, switch 1, conditional 1.
    expect(await figures(code, 'c')).toEqual([
      { name: 'f', cyclomatic: 12, cognitive: 10, parameters: 2, nesting: 2 },
      { name: 'g', cyclomatic: 1, cognitive: 0, parameters: 0, nesting: 0 },
    ]);
  });

  it('name methods, operators of a scope and lambdas by where they belong', async () => {
    const code = `
template <typename T> T *Stack<T>::top() const { for (auto &x : v) if (x) return &x; return nullptr; }
class A { public: A(int n) : n(n) {} ~A() {} int m(int a) { auto l = [&](int b) { return b ? 1 : 2; }; try { g(); } catch (...) { throw; } return l(a); } };
`;
    expect(await figures(code, 'cpp')).toEqual([
      { name: 'top', cyclomatic: 3, cognitive: 3, parameters: 0, nesting: 2 },
      { name: 'A', cyclomatic: 1, cognitive: 0, parameters: 1, nesting: 0 },
      { name: '~A', cyclomatic: 1, cognitive: 0, parameters: 0, nesting: 0 },
      { name: 'm', cyclomatic: 3, cognitive: 3, parameters: 1, nesting: 1 },
    ]);
  });

  it('count Rust as rust-code-analysis does: every arm, and ?', async () => {
    const code = `
impl S {
  fn f(&self, a: i32) -> Result<i32, E> {
    if a > 1 && a < 9 { return Ok(1); } else if a == 0 { g()?; }
    match a { 1 | 2 => 3, n if n > 4 => 5, _ => 6 };
    'outer: loop { while a > 2 { break 'outer; } }
    for i in 0..a { h(i); }
    Ok(a)
  }
}
`;
    // Cyclomatic: 1, if 2, else if 1, ? 1, arms 3, loop, while, for. Cognitive: if 1, && 1, else if 1, match 1, loop 1, while 2, break 1, for 1.
    expect(await figures(code, 'rust')).toEqual([
      { name: 'f', cyclomatic: 11, cognitive: 9, parameters: 1, nesting: 2 },
    ]);
  });
});
