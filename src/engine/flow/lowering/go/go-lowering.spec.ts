import { parse } from '../../../parse/parser.js';
import { readImports } from '../../imports.js';
import type { SinkClass } from '../../sink-class.js';
import { valueOrigins } from '../../value-origin.js';

/** The origins of the first argument of each `sink(…)` call of a handler. */
async function kinds(body: string, sink: SinkClass = 'sql', around = ''): Promise<string[]> {
  const code = `package main\n${around}\nfunc h(w http.ResponseWriter, r *http.Request) {\n${body}\n}\n`;
  const tree = await parse(code, 'go');
  expect(tree.errors).toEqual([]);
  const origins = valueOrigins(tree, readImports(tree));
  return tree.callsTo('sink').map((call) => {
    const list = call.children.find((child) => child.field === 'arguments');
    const argument = list?.children.find((child) => child.named);
    return argument ? origins.of(argument, sink).kind : 'none';
  });
}

describe('values in Go', () => {
  it('come from the request, through several results, formats, builders and slices', async () => {
    expect(await kinds('a := r.FormValue("a")\nsink(fmt.Sprintf("x %s", a))')).toEqual(['remote']);
    expect(await kinds('c, err := r.Cookie("a")\nif err != nil { return }\nsink(c.Value)\nsink(err)')).toEqual([
      'remote',
      'unknown',
    ]);
    expect(
      await kinds('var b strings.Builder\nb.WriteString("x")\nb.WriteString(r.FormValue("a"))\nsink(b.String())'),
    ).toEqual(['remote']);
    expect(
      await kinds('xs := []string{"a", r.FormValue("b")}\nxs = append(xs, "c")\nsink(xs[0])\nsink(xs[1])\nsink(xs[2])'),
    ).toEqual(['constant', 'remote', 'constant']);
  });

  it('fill what a decoder is given', async () => {
    expect(
      await kinds('var in T\nif err := json.NewDecoder(r.Body).Decode(&in); err != nil { return }\nsink(in.Name)'),
    ).toEqual(['remote']);
  });

  it('are kept apart by constant keys, and dead branches are left out', async () => {
    expect(await kinds('m := map[string]string{"a": r.FormValue("a"), "b": "x"}\nsink(m["a"])\nsink(m["b"])')).toEqual([
      'remote',
      'constant',
    ]);
    expect(await kinds('a := "x"\nif 3 > 4 { a = r.FormValue("a") }\nsink(a)')).toEqual(['constant']);
    expect(await kinds('a := "x"\nswitch { case false: a = r.FormValue("a") }\nsink(a)')).toEqual(['constant']);
  });

  it('are proved by maps, parsers, strict expressions, constants and validators', async () => {
    const allowed = 'var allowed = map[string]bool{"a": true}\nvar word = regexp.MustCompile(`^\\w+$`)';
    const guarded = (guard: string): Promise<string[]> =>
      kinds(`a := r.FormValue("a")\n${guard}\nsink(a)`, 'sql', allowed);
    expect(await guarded('if !allowed[a] { return }')).toEqual(['sanitised']);
    expect(await guarded('if _, ok := allowed[a]; !ok { return }')).toEqual(['sanitised']);
    expect(await guarded('if _, err := strconv.Atoi(a); err != nil { return }')).toEqual(['sanitised']);
    expect(await guarded('if !word.MatchString(a) { return }')).toEqual(['sanitised']);
    expect(await guarded('if a != "x" && a != "y" { a = "x" }')).toEqual(['sanitised']);
    expect(await guarded('if err := validateName(a); err != nil { return }')).toEqual(['sanitised']);
    expect(await guarded('if allowed[a] { return }')).toEqual(['remote']);
    expect(await guarded('if _, err := strconv.Atoi(a); err == nil { return }')).toEqual(['remote']);
  });

  it('are followed into functions, methods and closures with what they are given', async () => {
    const helpers = 'func q(t string) string { return "SELECT " + t }\nfunc (s *S) m(t string) string { return t }';
    expect(await kinds('sink(q(r.FormValue("a")))\nsink(q("b"))', 'sql', helpers)).toEqual(['remote', 'constant']);
    expect(await kinds('s := &S{}\nsink(s.m(r.FormValue("a")))\nsink(s.m("b"))', 'sql', helpers)).toEqual([
      'remote',
      'constant',
    ]);
    expect(await kinds('a := r.FormValue("a")\ngo func() { sink(a) }()')).toEqual(['remote']);
  });

  it('are cleaned for one sink and not for another', async () => {
    expect(await kinds('sink(filepath.Base(r.FormValue("a")))', 'path')).toEqual(['sanitised']);
    expect(await kinds('sink(filepath.Base(r.FormValue("a")))', 'sql')).toEqual(['remote']);
    expect(await kinds('sink(html.EscapeString(r.FormValue("a")))', 'html')).toEqual(['sanitised']);
  });
});
