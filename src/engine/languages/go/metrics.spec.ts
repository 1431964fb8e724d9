import { measure } from '../../metrics/metrics.js';
import { parse } from '../../parse/parser.js';

/** By function: cyclomatic (gocyclo), cognitive (the white paper), parameters, nesting; counted by hand. */
async function figures(source: string): Promise<Record<string, number[]>> {
  const { per_function } = measure(await parse(source, 'go'));
  return Object.fromEntries(
    per_function.map((one) => [
      one.name,
      [one.cyclomatic_complexity, one.cognitive_complexity, one.parameters, one.max_nesting],
    ]),
  );
}

describe('metrics of Go', () => {
  it('count branches, loops, cases but the default, && and ||', async () => {
    const source = `package a
func plain() {}
func branches(a, b int, c ...string) int {
	if a > 0 && b > 0 || a < -1 {
		return 1
	} else if b > 1 {
		for i := 0; i < 3; i++ {
			if i == 2 {
				continue
			}
		}
	} else {
		return 3
	}
	return 4
}
func (s *S) cases(x any) {
	switch v := x.(type) {
	case int, string:
	case bool:
	default:
	}
	switch {
	case x == 1:
	}
	select {
	case <-ch:
	default:
	}
	for range ch {
	}
}`;
    expect(await figures(source)).toEqual({
      plain: [1, 0, 0, 0],
      // if, &&, ||, else if, for, if · 1 + 2 sequences + 1 + (1 + 1) + (1 + 2) + 1
      branches: [7, 10, 3, 3],
      // two cases, one case, one case, for · one for each structure
      cases: [6, 4, 1, 1],
    });
  });

  it('count a function literal with the function around it, one level deeper', async () => {
    const source = 'package a\nfunc f() { go func() { if a { b() } }() }';
    expect(await figures(source)).toEqual({ f: [2, 2, 0, 1] });
  });

  it('counts a function that calls itself, and labelled jumps', async () => {
    const source = 'package a\nfunc f(n int) int {\nl:\n\tfor {\n\t\tbreak l\n\t}\n\treturn f(n - 1)\n}';
    expect(await figures(source)).toEqual({ f: [2, 3, 1, 1] });
  });
});
