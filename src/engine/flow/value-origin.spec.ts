import { parse } from '../parse/parser.js';
import type { LanguageId } from '../tree/syntax-tree.js';
import { readImports } from './imports.js';
import type { SinkClass } from './sink-class.js';
import { valueOrigins, type Origin } from './value-origin.js';

/** The origin of the first argument of each `sink(…)` call, in source order. */
async function originsAtSinks(code: string, language: LanguageId, sink: SinkClass = 'sql'): Promise<Origin[]> {
  const tree = await parse(code, language);
  const origins = valueOrigins(tree, readImports(tree));
  return tree.callsTo('sink').map((call) => {
    const list = call.children.find((child) => child.field === 'arguments');
    const argument = list?.children.find((child) => child.named);
    if (!argument) throw new Error('a sink without an argument');
    return origins.of(argument, sink);
  });
}

async function kinds(code: string, language: LanguageId, sink?: SinkClass): Promise<string[]> {
  return (await originsAtSinks(code, language, sink)).map((origin) => origin.kind);
}

const flask = 'from flask import request\n';

describe('value origins', () => {
  it('follow assignments, formatting and members to the request, with the way there', async () => {
    const [origin] = await originsAtSinks(
      `${flask}def f():\n    a = request.args.get("q")\n    sink(f"x {a}")\n`,
      'python',
    );
    expect(origin).toMatchObject({ kind: 'remote', composed: true, prefix: 'x ' });
    expect(origin?.trace.map((step) => step.message)).toEqual(['data of the HTTP request', 'assigned to a']);
  });

  it('rule out branches that constant arithmetic decides', async () => {
    const code = (condition: string): string =>
      `class A { void f(HttpServletRequest r) { int n = 86; String b; if (${condition}) b = "safe"; else b = r.getParameter("x"); sink(b); } }`;
    expect(await kinds(code('(7 * 42) - n > 200'), 'java')).toEqual(['constant']);
    expect(await kinds(code('(7 * 42) - n < 200'), 'java')).toEqual(['remote']);
  });

  it('keep what lies under constant keys and indexes apart', async () => {
    const code = `${flask}def f():
    a = request.args["q"]
    d = {"bad": a, "good": "x"}
    l = ["s", a, "t"]
    l.pop(0)
    sink(d["bad"])
    sink(d["good"])
    sink(l[0])
    sink(l[1])
`;
    expect(await kinds(code, 'python')).toEqual(['remote', 'constant', 'remote', 'constant']);
  });

  it('take a list of allowed values and an early exit as proof, a list from the request not', async () => {
    const guarded = (list: string): string =>
      `app.get('/x', (req, res) => { const id = req.query.id; if (!${list}.includes(id)) return res.end(); sink(id); });`;
    expect(await kinds(guarded("['a', 'b']"), 'javascript')).toEqual(['sanitised']);
    expect(await kinds(guarded('req.query.allowed'), 'javascript')).toEqual(['remote']);
  });

  it('take a whole match of a kept pattern and a key that a table owns as proof', async () => {
    const java = (test: string): string =>
      `class A { static final Pattern P = Pattern.compile("[a-z]+"); void f(HttpServletRequest r) { String x = r.getParameter("x"); if (!${test}) { throw new IllegalArgumentException(); } sink(x); } }`;
    expect(await kinds(java('P.matcher(x).matches()'), 'java')).toEqual(['sanitised']);
    expect(await kinds(java('P.matcher(x).find()'), 'java')).toEqual(['remote']);
    const script = (test: string): string =>
      `const table = { a: '1' }; app.get('/', (req, res) => { const x = req.query.x; if (!${test}) return; sink(x); });`;
    expect(await kinds(script('Object.hasOwn(table, x)'), 'javascript')).toEqual(['sanitised']);
    expect(await kinds(script('Object.prototype.hasOwnProperty.call(table, x)'), 'javascript')).toEqual(['sanitised']);
    expect(await kinds(script('Object.hasOwn(req.body, x)'), 'javascript')).toEqual(['remote']);
  });

  it('let a sanitizer count for its own sinks only', async () => {
    const code = `import os, shlex\n${flask}def f():\n    sink(shlex.quote(request.args["q"]))\n`;
    expect(await kinds(code, 'python', 'command')).toEqual(['sanitised']);
    expect(await kinds(code, 'python', 'sql')).toEqual(['remote']);
  });

  it('follow functions of the file with what each call gives them', async () => {
    const code = `const pick = (v) => v;
app.get('/x', (req, res) => { sink(pick(req.query.id)); sink(pick('a')); });`;
    expect(await kinds(code, 'javascript')).toEqual(['remote', 'constant']);
  });

  it('join both ways of a loop and of a switch', async () => {
    const code = `class A { void f(HttpServletRequest r, int n) {
      String b = "x"; for (int i = 0; i < n; i++) { sink(b); b = r.getParameter("x"); }
      String c; switch (n) { case 1: c = r.getHeader("h"); break; default: c = "y"; } sink(c); } }`;
    expect(await kinds(code, 'java')).toEqual(['remote', 'remote']);
  });

  it('tell parameters from what nobody in the file says', async () => {
    expect(await kinds('def f(a):\n    sink(a)\n    sink(load())\n', 'python')).toEqual(['parameter', 'unknown']);
  });

  it('end on code nested and repeated without measure', async () => {
    const deep = `x = ${'f('.repeat(20_000)}${')'.repeat(20_000)}\nsink(x)\n`;
    expect(await kinds(deep, 'python')).toHaveLength(1);
    const chain = `x = ${'a + '.repeat(20_000)}1\nsink(x)\n`;
    expect(await kinds(chain, 'python')).toEqual(['unknown']);
  });
});
