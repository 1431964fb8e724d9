import { parse } from '../../../parse/parser.js';
import { readImports } from '../../imports.js';
import type { SinkClass } from '../../sink-class.js';
import { valueOrigins } from '../../value-origin.js';

/** The origins of the first argument of each `Sink(…)` call of a controller's action with the parameters `a` and `n`. */
async function kinds(body: string, sink: SinkClass = 'sql', members = ''): Promise<string[]> {
  const code = `class HomeController : Controller { ${members} public IActionResult Get(string a, int n) { ${body} } }`;
  const tree = await parse(code, 'csharp');
  expect(tree.errors).toEqual([]);
  const origins = valueOrigins(tree, readImports(tree));
  return tree.callsTo('Sink').map((call) => {
    const list = call.children.find((child) => child.field === 'arguments');
    const argument = list?.children.find((child) => child.named);
    return argument ? origins.of(argument, sink).kind : 'none';
  });
}

describe('values in C#', () => {
  it('come from actions’ parameters and from the request, but for numbers', async () => {
    expect(
      await kinds(
        'Sink("x" + a); Sink("x" + n); Sink(Request.Query["q"]); Sink(HttpContext.Request.Headers["h"].ToString());',
      ),
    ).toEqual(['remote', 'sanitised', 'remote', 'remote']);
  });

  it('go through interpolation, builders, formats, ternaries and LINQ', async () => {
    expect(
      await kinds(
        'Sink($"x {a}"); Sink(string.Format("{0}", a)); Sink(n > 1 ? a : "b"); Sink(from x in Request.Form["k"] where x != null select x);',
      ),
    ).toEqual(['remote', 'remote', 'remote', 'remote']);
    expect(
      await kinds('var sb = new StringBuilder("x"); sb.AppendFormat("{0}", a).AppendLine(); Sink(sb.ToString());'),
    ).toEqual(['remote']);
  });

  it('are kept apart by keys, positions and properties, and dead branches are left out', async () => {
    expect(
      await kinds('var d = new Dictionary<string, string> { ["x"] = a, ["y"] = "b" }; Sink(d["x"]); Sink(d["y"]);'),
    ).toEqual(['remote', 'constant']);
    expect(await kinds('var l = new List<string> { "b", a }; Sink(l[0]); Sink(l[1]);')).toEqual(['constant', 'remote']);
    expect(await kinds('var o = new User { Name = a, Role = "r" }; Sink(o.Name); Sink(o.Role);')).toEqual([
      'remote',
      'constant',
    ]);
    expect(await kinds('var t = (Safe: "x", Raw: a); Sink(t.Safe); Sink(t.Raw);')).toEqual(['constant', 'remote']);
    expect(await kinds('var t = ("x", a); Sink(t.Item1); Sink(t.Item2);')).toEqual(['constant', 'remote']);
    expect(
      await kinds('Box b = new("x", a); Sink(b.Label); Sink(b.Text);', 'sql', 'record Box(string Label, string Text);'),
    ).toEqual(['constant', 'remote']);
    expect(await kinds('var s = "x"; if (3 > 4) { s = a; } Sink(s);')).toEqual(['constant']);
    expect(await kinds('var s = a switch { "p" => "1", "q" => "2", _ => "3" }; Sink(s);')).toEqual(['constant']);
  });

  it('are proved by lists, parsers, strict expressions and patterns', async () => {
    const list = 'static readonly HashSet<string> Allowed = new() { "x" };';
    const guarded = (guard: string): Promise<string[]> => kinds(`${guard} Sink(a);`, 'sql', list);
    expect(await guarded('if (!Allowed.Contains(a)) return BadRequest();')).toEqual(['sanitised']);
    expect(await guarded('if (!int.TryParse(a, out var i)) return BadRequest();')).toEqual(['sanitised']);
    expect(await guarded('if (!Regex.IsMatch(a, "^[a-z]+$")) return BadRequest();')).toEqual(['sanitised']);
    expect(await guarded('if (a is not ("x" or "y")) return BadRequest();')).toEqual(['sanitised']);
    expect(await guarded('if (string.IsNullOrEmpty(a)) return BadRequest();')).toEqual(['remote']);
    expect(await guarded('if (Allowed.Contains(a)) return BadRequest();')).toEqual(['remote']);
  });

  it('are followed into methods, local functions and lambdas with what they are given', async () => {
    const helper = 'string Q(string t) => "SELECT " + t;';
    expect(await kinds('Sink(Q(a)); Sink(Q("b"));', 'sql', helper)).toEqual(['remote', 'constant']);
    expect(await kinds('string L(string t) => t; Sink(L(a)); Sink(L("b"));')).toEqual(['remote', 'constant']);
    expect(await kinds('Func<string, string> f = t => t + "!"; Sink(f(a));')).toEqual(['remote']);
  });

  it('are found on both sides of a brace that nothing closes', async () => {
    const action = (name: string): string => `[HttpGet]\n public void ${name}(string q) {\n Sink(q);\n }\n`;
    const tree = await parse(`class A : Controller {\n${action('F')} if (a) {\n${action('G')}}\n`, 'csharp');
    const origins = valueOrigins(tree, readImports(tree));
    const kindsOf = tree.callsTo('Sink').map((call) => {
      const argument = call.children.find((child) => child.field === 'arguments')?.children[1];
      return argument && origins.of(argument, 'sql').kind;
    });
    expect(kindsOf).toEqual(['remote', 'remote']);
  });

  it('are bound in minimal APIs and pages', async () => {
    const tree = await parse('app.MapGet("/x", (string q, AppDb db) => Sink(q));', 'csharp');
    const origins = valueOrigins(tree, readImports(tree));
    const argument = tree.callsTo('Sink')[0]?.children.find((child) => child.field === 'arguments')?.children[1];
    expect(argument && origins.of(argument, 'sql').kind).toBe('remote');
  });
});
