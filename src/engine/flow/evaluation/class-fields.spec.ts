import { readImports } from '../imports.js';
import { parse } from '../../parse/parser.js';
import type { LanguageId } from '../../tree/syntax-tree.js';
import { valueOrigins } from '../value-origin.js';

describe('fields of objects', () => {
  it('carry what a constructor or another method put there, wherever it stands', async () => {
    const php = (body: string): string => `<?php class A { private $id; function run() { sink($this->id); } ${body} }`;
    expect(await kinds(php('function __construct() { $this->id = $_GET["id"]; }'), 'php')).toEqual(['remote']);
    expect(await kinds(php('function load() { $this->id = $_GET["id"]; }'), 'php')).toEqual(['remote']);
    expect(await kinds(php('function __construct() { $this->id = "users"; }'), 'php')).toEqual(['constant']);
    expect(await kinds(php('function __construct($table) { $this->id = $table; }'), 'php')).toEqual(['unknown']);
    const python = 'from flask import request\nclass A:\n  def __init__(self):\n    self.q = request.args["q"]\n';
    expect(await kinds(`${python}  def run(self):\n    sink(self.q)\n`, 'python')).toEqual(['remote']);
    const go = 'type S struct { id string }\nfunc (s *S) Run() { sink(s.id) }\n';
    expect(
      await kinds(`package m\n${go}func New(r *http.Request) *S { return &S{id: r.FormValue("x")} }`, 'go'),
    ).toEqual(['remote']);
    expect(await kinds(`package m\n${go}func New() *S { return &S{id: "u"} }`, 'go')).toEqual(['constant']);
  });

  it('are those of the object that a method is called on', async () => {
    const type = 'class A { constructor(q) { this.q = q; } run() { sink(this.q); } set(q) { this.q = q; } }';
    const route = (body: string): string => `${type} app.get("/", (req, res) => { ${body} });`;
    expect(await kinds(route('new A(req.query.q).run();'), 'javascript')).toEqual(['remote']);
    expect(await kinds(route('const a = new A("x"); a.set(req.query.q); a.run();'), 'javascript')).toEqual(['remote']);
    const java = 'class B { void x(HttpServletRequest request) { A a = new A(request.getParameter("x")); a.run(); } }';
    expect(
      await kinds(`class A { String t; A(String t) { this.t = t; } void run() { sink(t); } } ${java}`, 'java'),
    ).toEqual(['remote']);
  });

  it('keep no constant that some function may replace', async () => {
    const csharp =
      'class A { bool on = false; public void Set() { on = true; } public void Run(string s) { if (on) Sink(s); } }';
    expect(await kinds(csharp, 'csharp')).toEqual(['parameter']);
    expect(await kinds(csharp.replace('on = true', 'Log()'), 'csharp')).toEqual(['unreachable']);
  });

  it('are judged by their types in what a request is read into', async () => {
    const dto = 'class Dto { public int Id {get;set;} public string Name {get;set;} }';
    const action =
      'class C : Controller { public IActionResult P([FromBody] Dto d) { Sink(d.Id); Sink(d.Name); return Ok(); } }';
    expect(await kinds(`${dto} ${action}`, 'csharp')).toEqual(['sanitised', 'remote']);
    const struct = 'type In struct { ID int; N string }\n';
    const handler =
      'func H(r *http.Request) { var in In; json.NewDecoder(r.Body).Decode(&in); sink(in.ID); sink(in.N) }';
    expect(await kinds(`package m\n${struct}${handler}`, 'go')).toEqual(['sanitised', 'remote']);
  });
});

describe('functions that nothing outside can call', () => {
  it('are judged by their calls alone', async () => {
    const java = (call: string): string =>
      `class A { private void q(String t) { sink("a" + t); } public void run(String given) { ${call} } }`;
    expect(await kinds(java('q("users");'), 'java')).toEqual(['constant']);
    expect(await kinds(java('q(given);'), 'java')).toEqual(['parameter']);
    // A name that is handed on may be called with anything.
    expect(await kinds(java('q("users"); pool.submit(this::q);'), 'java')).toEqual(['parameter']);
  });
});

async function kinds(code: string, language: LanguageId): Promise<string[]> {
  const tree = await parse(code, language);
  const origins = valueOrigins(tree, readImports(tree));
  const calls = [...tree.callsTo('sink'), ...tree.callsTo('Sink')];
  return calls.map((call) => {
    const list = call.children.find((child) => child.field === 'arguments');
    const argument = list?.children.find((child) => child.named);
    return argument ? origins.of(argument, 'sql').kind : 'none';
  });
}
