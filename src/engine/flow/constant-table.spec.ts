import { parse } from '../parse/parser.js';
import { loadRules } from '../rules/load-rules.js';
import { runRules } from '../rules/run-rules.js';
import type { LanguageId } from '../tree/syntax-tree.js';

async function ids(code: string, language: LanguageId): Promise<string[]> {
  const { findings } = runRules(await parse(code, language), await loadRules(), { categories: ['security'] });
  return findings.map((finding) => finding.rule_id);
}

const lookup = (guard: string): string => `
import { join } from 'node:path';
const types = { 'a.css': 'text/css', 'b.js': 'text/javascript' };
app.get('/:name', (req, res) => {
  const name = req.params.name;
  const type = types[name];
  ${guard}
  res.sendFile(join('/srv', name));
});
`;

describe('a table that nobody outside chose', () => {
  it.each([
    ['if (!type) return;', false],
    ['if (type === undefined) throw new Error();', false],
    ['if (type == null) { return; }', false],
    ['if (type) return;', true],
    ['log(type);', true],
  ])('proves the key that was found in it: %s', async (guard, reported) => {
    expect((await ids(lookup(guard), 'javascript')).includes('javascript/path-traversal')).toBe(reported);
  });

  it('proves it for Python’s get too', async () => {
    const code = (guard: string): string =>
      `from flask import request\nTYPES = {"a": "x", "b": "y"}\ndef f():\n    name = request.args["n"]\n    kind = TYPES.get(name)\n    ${guard}\n    return open("/srv/" + name)\n`;
    expect(await ids(code('if kind is None:\n        return ""'), 'python')).not.toContain('python/path-traversal');
    expect(await ids(code('print(kind)'), 'python')).toContain('python/path-traversal');
  });
});
