import { analyze } from '../analyze.js';
import type { LanguageId } from '../tree/syntax-tree.js';
import { runJobRules } from './run-job-rules.js';
import { edited } from './verify-fixes.js';

interface Fixed {
  code: string;
  rules: string[];
}

/** The code after every fix that is offered, and what the rules say of it then. */
async function fixed(code: string, language: LanguageId, own?: string): Promise<Fixed> {
  const job = {
    kind: 'analyze' as const,
    language,
    filename: null,
    ...(own === undefined ? {} : { custom_rules: own }),
  };
  const { findings } = await analyze({ ...job, code }, runJobRules);
  const after = edited(
    code,
    findings.flatMap(({ fix }) => fix?.edits ?? []),
  );
  const again = await analyze({ ...job, code: after }, runJobRules);
  return { code: after, rules: again.findings.map((finding) => finding.rule_id) };
}

const rule = (fix: string): string =>
  `rules:\n  - {id: a, languages: [python], severity: ERROR, message: m, pattern: bad($X), fix: '${fix}'}\n`;

describe('fixes', () => {
  it.each<[LanguageId, string, string, string]>([
    [
      'python',
      'python/compare-none',
      'if a == None:\n    pass\nb = not c != None\n',
      'if a is None:\n    pass\nb = not c is not None\n',
    ],
    ['python', 'python/unsafe-yaml-load', 'import yaml\nx = yaml.load(y)\n', 'import yaml\nx = yaml.safe_load(y)\n'],
    [
      'python',
      'python/tls-verification-off',
      'import requests\nrequests.get(u, verify=False)\n',
      'import requests\nrequests.get(u, verify=True)\n',
    ],
    [
      'python',
      'python/bare-except',
      'try:\n    f()\nexcept:\n    g()\n',
      'try:\n    f()\nexcept Exception:\n    g()\n',
    ],
    ['javascript', 'javascript/loose-equality', 'if (a.length == 2) f();\n', 'if (a.length === 2) f();\n'],
    ['javascript', 'javascript/debugger-left', 'f();\ndebugger;\ng();\n', 'f();\n\ng();\n'],
    [
      'javascript',
      'javascript/numbers-sorted-as-text',
      'const a = [3, 20, 1].sort();\n',
      'const a = [3, 20, 1].sort((a, b) => a - b);\n',
    ],
    [
      'java',
      'java/boxed-constructor',
      'class A { Integer a = new Integer(5); }\n',
      'class A { Integer a = Integer.valueOf(5); }\n',
    ],
  ])('mend %s: %s', async (language, id, code, wanted) => {
    const after = await fixed(code, language);
    expect(after.code).toBe(wanted);
    expect(after.rules).not.toContain(id);
  });

  it.each<[LanguageId, string]>([
    // What these become would mean something else, or name what is not there.
    ['python', 'q = session.query(User).filter(User.name == None)\n'],
    ['python', 'rows = frame[frame.a != None]\n'],
    ['python', 'from yaml import load\nx = load(y)\n'],
    ['python', 'import yaml as y\nx = y.load(z)\n'],
    ['javascript', 'if (a) debugger;\nf();\n'],
    ['javascript', "if (month != '1') f();\n"],
    ['javascript', 'const copy = JSON.parse(JSON.stringify(model));\n'],
  ])('leave alone in %s: %s', async (language, code) => {
    expect((await fixed(code, language)).code).toBe(code);
  });

  it('are offered only when they mend: not when the finding stays, another comes, or the code breaks', async () => {
    expect((await fixed('bad(1)\n', 'python', rule('good($X)'))).code).toBe('good(1)\n');
    expect((await fixed('bad(1)\n', 'python', rule('bad($X)'))).code).toBe('bad(1)\n');
    expect((await fixed('bad(1)\n', 'python', rule('good($X'))).code).toBe('bad(1)\n');
    const worse = 'import os, yaml\nfrom flask import request\nbad(request.args["x"])\n';
    expect((await fixed(worse, 'python', rule('os.system($X)'))).code).toBe(worse);
  });

  it('that do not go together are told apart', async () => {
    const code = 'bad(1)\nassert x == None\nbad(bad(2))\n';
    const after = await fixed(code, 'python', rule('good($X)'));
    expect(after.code).toContain('good(1)\nassert x is None\n');
  });
});
