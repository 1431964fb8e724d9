import { analyzeProgram } from './analyze-program.js';

interface Found {
  path: string;
  rule: string;
  steps: string[];
}

async function found(sources: Readonly<Record<string, string>>): Promise<Found[]> {
  const files = Object.entries(sources).map(([path, content]) => ({ path, content }));
  const report = await analyzeProgram(files, { categories: ['security'] });
  return report.files.flatMap(({ path, findings }) =>
    findings
      .filter(({ severity }) => severity === 'critical' || severity === 'high')
      .map(({ rule_id: rule, trace }) => ({
        path,
        rule,
        steps: (trace ?? []).map(({ file, location }) => `${file ?? path}:${location.start.line}`),
      })),
  );
}

describe('files of one program', () => {
  it('lead from a route in one file to a query in another, in Python', async () => {
    const [finding, ...others] = await found({
      'app/db.py': 'def load(db, name):\n    return db.execute("SELECT * FROM t WHERE n = \'" + name + "\'")\n',
      'app/views.py':
        'from flask import request\nfrom .db import load\n\ndef show(db):\n    return load(db, request.args["n"])\n',
    });
    expect(others).toEqual([]);
    expect(finding).toMatchObject({ path: 'app/db.py', rule: 'python/sql-injection' });
    expect(finding?.steps[0]).toBe('app/views.py:5');
    expect(finding?.steps.at(-1)).toBe('app/db.py:2');
  });

  it('bring a source of another file to the sink, in JavaScript and TypeScript', async () => {
    const [finding] = await found({
      'src/input.ts': 'export function name(req: Request) {\n  return req.query.name;\n}\n',
      'src/run.ts':
        "import { exec } from 'node:child_process';\nimport { name } from './input.js';\napp.get('/', (req, res) => {\n  exec('ls ' + name(req));\n});\n",
    });
    expect(finding).toMatchObject({ path: 'src/run.ts', rule: 'javascript/command-injection' });
    expect(finding?.steps).toEqual(expect.arrayContaining(['src/input.ts:2']));
  });

  it('know what a helper elsewhere cleans', async () => {
    const clean = {
      'a/quote.py': 'import shlex\ndef safe(x):\n    return shlex.quote(x)\n',
      'a/main.py':
        'import os\nfrom flask import request\nfrom a.quote import safe\ndef f():\n    os.system("ls " + safe(request.args["x"]))\n',
    };
    expect(await found(clean)).toEqual([]);
    const open = { ...clean, 'a/quote.py': 'def safe(x):\n    return x.strip()\n' };
    expect((await found(open)).map(({ rule }) => rule)).toEqual(['python/command-injection']);
  });

  it('find a class of Java by its name', async () => {
    const reports = await found({
      'Db.java':
        'class Db {\n  java.sql.Statement st;\n  void load(String n) throws Exception {\n    st.executeQuery("SELECT * FROM t WHERE n = \'" + n + "\'");\n  }\n}\n',
      'Web.java':
        'class Web extends HttpServlet {\n  protected void doGet(HttpServletRequest req, HttpServletResponse res) throws Exception {\n    Db db = new Db();\n    db.load(req.getParameter("n"));\n  }\n}\n',
    });
    const finding = reports.find(({ path }) => path === 'Db.java');
    expect(finding?.rule).toBe('java/sql-injection');
    expect(finding?.steps[0]).toBe('Web.java:4');
  });

  it('are the same twice, and end when they call each other', async () => {
    const sources = {
      'a.py': 'from b import g\ndef f(x):\n    return g(x)\n',
      'b.py': 'from a import f\ndef g(x):\n    return f(x)\n',
      'c.txt': '\u0000',
    };
    const files = Object.entries(sources).map(([path, content]) => ({ path, content }));
    const report = await analyzeProgram(files);
    expect(report.skipped).toEqual(['c.txt']);
    expect(JSON.stringify(await analyzeProgram(files.toReversed()))).toBe(JSON.stringify(report));
  });

  it('end soon when they hand on everything of each other, or mix each other in', async () => {
    const stars = Array.from({ length: 40 }, (_, at) => ({
      path: `m${at}.py`,
      content: `${Array.from({ length: 12 }, (_one, next) => `from m${(at + next + 1) % 40} import *`).join('\n')}\nprint(nobody)\n`,
    }));
    const mixed = Array.from({ length: 80 }, (_, at) => ({
      path: `k${at}.rb`,
      content: `module M${at % 7}\n class K${at} < K${(at + 1) % 80}\n  include M${(at + 1) % 7}\n  def go(x)\n   @a.b(x)\n   super\n  end\n end\nend\n`,
    }));
    const report = await analyzeProgram([...stars, ...mixed], { categories: ['security'] });
    expect(report).toMatchObject({ partial: false, skipped: [] });
  });

  it('are analysed though one of them is broken', async () => {
    const [finding] = await found({
      'a.py': 'from flask import request\nfrom b import run\ndef f():\n    run(request.args["x"])\n',
      'b.py': 'import os\ndef run(x):\n    os.system("ls " + x)\n\nclass Broken:\n    def g(self):\n        return )\n',
      'c.py': ')))) def class import from\n',
    });
    expect(finding).toMatchObject({ path: 'b.py', rule: 'python/command-injection' });
  });
});
