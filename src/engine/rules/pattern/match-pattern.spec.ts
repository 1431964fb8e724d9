import { parse } from '../../parse/parser.js';
import type { LanguageId } from '../../tree/syntax-tree.js';
import { SourceFile } from '../source-file.js';
import { compilePattern } from './compile-pattern.js';
import { matchPattern } from './match-pattern.js';

/** The text bound to `$X` (or `matched`) at each node the pattern fits. */
async function matches(pattern: string, code: string, language: LanguageId): Promise<string[]> {
  const { root } = await compilePattern(pattern, language);
  const file = new SourceFile(await parse(code, language));
  return file.tree.nodes.flatMap((node) => {
    const bound = node.named ? matchPattern(file, root, node, new Map()) : null;
    const named = bound?.get('$X');
    return bound ? [named ? file.text(named) : 'matched'] : [];
  });
}

describe('patterns', () => {
  it('bind metavariables and skip with an ellipsis', async () => {
    expect(await matches('$DB.execute($X, ...)', 'db.execute(a)\nc.d.execute(b, 1)\nexecute(z)\n', 'python')).toEqual([
      'a',
      'b',
    ]);
  });

  it('match keyword arguments in any order, and only open ones around others', async () => {
    expect(
      await matches('f(..., shell=True, ...)', 'f(1, x=2, shell=True)\nf(shell=True)\nf(shell=False)\n', 'python'),
    ).toHaveLength(2);
    expect(await matches('f($X)', 'f(1, k=2)\nf(3)\n', 'python')).toEqual(['3']);
  });

  it('require equal text for a repeated metavariable', async () => {
    expect(await matches('$X == $X', 'a == a\na == b\n', 'python')).toEqual(['a']);
  });

  it('see through aliases of imports', async () => {
    expect(
      await matches(
        'subprocess.run($X)',
        'import subprocess as sp\nfrom subprocess import run as go\nsp.run(a)\ngo(b)\nother.run(c)\n',
        'python',
      ),
    ).toEqual(['a', 'b']);
    expect(
      await matches('fs.readFile($X)', "import { readFile as r } from 'node:fs'; r(a); fs.readFile(b);", 'javascript'),
    ).toEqual(['a', 'b']);
    expect(
      await matches(
        'Cipher.getInstance($X)',
        'class A { void f() { javax.crypto.Cipher.getInstance("a"); MyCipher.getInstance("b"); } }',
        'java',
      ),
    ).toEqual(['"a"']);
  });

  it('match object literals by key, strings by content', async () => {
    expect(await matches('f({..., a: $X, ...})', 'f({ b: 1, a: 2 }); f({ b: 1 });', 'javascript')).toEqual(['2']);
    expect(await matches('f("=~/^ab/")', 'f("abc"); f(\'abd\'); f("xab");', 'javascript')).toHaveLength(2);
  });

  it('refuse what is no code and what matches everything', async () => {
    await expect(compilePattern('f(', 'python')).rejects.toThrow('not valid python');
    await expect(compilePattern('$X', 'python')).rejects.toThrow('matches everything');
  });
});
