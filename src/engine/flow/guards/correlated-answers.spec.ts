import { parse } from '../../parse/parser.js';
import type { LanguageId } from '../../tree/syntax-tree.js';
import { readImports } from '../imports.js';
import { valueOrigins } from '../value-origin.js';

/** What reaches the first argument of each `sink(…)`, in source order. */
async function atSinks(code: string, language: LanguageId): Promise<string[]> {
  const tree = await parse(code, language);
  const origins = valueOrigins(tree, readImports(tree));
  return tree.callsTo('sink').map((call) => {
    const argument = call.children.find(({ field }) => field === 'arguments')?.children.find(({ named }) => named);
    if (!argument) throw new Error('a sink without an argument');
    return origins.of(argument, 'command').kind;
  });
}

const python = (body: string, helper = ''): string =>
  `import re\nfrom flask import request\nKINDS = {"a", "b"}\nTYPES = {"a": "x", "b": "y"}\n${helper}def f():\n    x = request.args["x"]\n${body}`;
const express = (body: string, helper = ''): string =>
  `const KINDS = ['a', 'b']; const TYPES = { a: 'x' }; ${helper}\napp.get('/', (req, res) => { const x = String(req.query.x); ${body} });`;
const go = (body: string, helper = ''): string =>
  `package main\nvar kinds = map[string]bool{"a": true}\nvar word = regexp.MustCompile("^[a-z]+$")\n${helper}\nfunc h(w http.ResponseWriter, r *http.Request) {\n x := r.FormValue("x")\n ${body}\n}`;

describe('a condition kept in a variable', () => {
  it.each<[string, LanguageId, string, string]>([
    [
      'asked as written',
      'python',
      python('    ok = x in KINDS\n    if not ok:\n        return\n    sink(x)\n'),
      'sanitised',
    ],
    [
      'asked the other way',
      'python',
      python('    ok = x in KINDS\n    if ok:\n        return\n    sink(x)\n'),
      'remote',
    ],
    [
      'of what the variable held before',
      'python',
      python('    ok = x in KINDS\n    x = request.args["y"]\n    if not ok:\n        return\n    sink(x)\n'),
      'remote',
    ],
    [
      'joined with another',
      'javascript',
      express('const ok = KINDS.includes(x) || /^[a-z]+$/.test(x); if (!ok) return; sink(x);'),
      'sanitised',
    ],
    [
      'joined with one that proves nothing',
      'javascript',
      express('const ok = KINDS.includes(x) || x.length > 3; if (!ok) return; sink(x);'),
      'remote',
    ],
    [
      'compared later',
      'javascript',
      express('const at = KINDS.indexOf(x); if (at === -1) return; sink(x);'),
      'sanitised',
    ],
    ['found in a map', 'go', go('_, ok := kinds[x]\n if !ok { return }\n sink(x)'), 'sanitised'],
    ['not found in a map', 'go', go('_, ok := kinds[x]\n if ok { return }\n sink(x)'), 'remote'],
  ])('%s (%s)', async (_what, language, code, kind) => {
    expect(await atSinks(code, language)).toEqual([kind]);
  });
});

const pythonCheck =
  'def check(t):\n    if not re.fullmatch("[a-z]+", t):\n        return None, "bad"\n    return t, None\n';
const scriptCheck =
  'function check(t) { if (!/^[a-z]+$/.test(t)) return { ok: false, value: t }; return { ok: true, value: t }; }';
const goCheck =
  'func check(t string) (string, error) {\n if !word.MatchString(t) { return t, errors.New("bad") }\n return t, nil\n}';

describe('answers of one call', () => {
  it.each<[string, LanguageId, string, string]>([
    [
      'without a problem',
      'python',
      python(
        '    name, problem = check(x)\n    if problem is not None:\n        return\n    sink(name)\n',
        pythonCheck,
      ),
      'sanitised',
    ],
    [
      'prove what was given',
      'python',
      python('    name, problem = check(x)\n    if problem:\n        return\n    sink(x)\n', pythonCheck),
      'sanitised',
    ],
    ['that nobody asks', 'python', python('    name, problem = check(x)\n    sink(x)\n', pythonCheck), 'remote'],
    [
      'with a field that says so',
      'javascript',
      express('const r = check(x); if (!r.ok) return; sink(r.value);', scriptCheck),
      'sanitised',
    ],
    [
      'taken apart',
      'javascript',
      express('const { ok, value } = check(x); if (!ok) return; sink(value);', scriptCheck),
      'sanitised',
    ],
    [
      'with the field asked the other way',
      'javascript',
      express('const r = check(x); if (r.ok) return; sink(r.value);', scriptCheck),
      'remote',
    ],
    ['without an error', 'go', go('t, err := check(x)\n if err != nil { return }\n sink(t)', goCheck), 'sanitised'],
    ['with an error', 'go', go('t, err := check(x)\n if err == nil { return }\n sink(t)', goCheck), 'remote'],
  ])('%s (%s)', async (_what, language, code, kind) => {
    expect(await atSinks(code, language)).toEqual([kind]);
  });
});

describe('a table asked by a helper', () => {
  const helper = (answer: string): string => `def type_of(name):\n    return ${answer}\n`;
  const body = '    t = type_of(x)\n    if t is None:\n        return\n    sink(x)\n';
  it.each([
    ['TYPES.get(name)', 'sanitised'],
    ['TYPES.get(name, "x")', 'remote'],
    ['TYPES.get("a")', 'remote'],
  ])('%s', async (answer, kind) => {
    expect(await atSinks(python(body, helper(answer)), 'python')).toEqual([kind]);
  });
});
