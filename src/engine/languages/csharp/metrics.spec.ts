import { measure } from '../../metrics/metrics.js';
import { parse } from '../../parse/parser.js';

/** By function: cyclomatic (SonarC#), cognitive (the white paper), parameters, nesting; counted by hand. */
async function figures(source: string): Promise<Record<string, number[]>> {
  const { per_function } = measure(await parse(source, 'csharp'));
  return Object.fromEntries(
    per_function.map((one) => [
      one.name,
      [one.cyclomatic_complexity, one.cognitive_complexity, one.parameters, one.max_nesting],
    ]),
  );
}

describe('metrics of C#', () => {
  it('count branches, loops, cases, operators that choose and ?.', async () => {
    const source = `class A {
  void Plain() { }
  int Branches(int a, string b = null, params string[] rest) {
    if (a > 0 && b != null) { return b?.Length ?? 0; }
    else if (a < 0) { foreach (var x in rest) { while (a > 1) { a--; } } }
    else { try { G(); } catch (Exception) { } }
    return a > 3 ? 1 : 2;
  }
  int Cases(int x) {
    switch (x) { case 1: case 2: return 1; default: return 0; }
  }
  int Arms(object x) => x switch { 1 => 1, "a" or "b" => 2, _ => 3 };
}`;
    expect(await figures(source)).toEqual({
      Plain: [1, 0, 0, 0],
      // if, &&, ?., ??, else if, foreach, while, ?: · 1 + 1 + 1 + 2 + 3 + 1 + 2 (catch) + 1
      Branches: [9, 12, 3, 3],
      Cases: [3, 1, 1, 1],
      Arms: [4, 1, 1, 1],
    });
  });

  it('count accessors that hold code, and lambdas with the member around them', async () => {
    const source =
      'class A { int P { get; set; } int Q { get { return a ? 1 : 2; } } void F() { xs.Each(x => { if (x) G(); }); } }';
    expect(await figures(source)).toEqual({ get: [2, 1, 0, 0], F: [2, 2, 0, 1] });
  });

  it('count classes, records, structs, interfaces and enums as types', async () => {
    const source = 'class A { } record B(int X); struct C { } interface I { } enum E { X }';
    expect(measure(await parse(source, 'csharp')).classes).toBe(5);
  });
});
