import { readPython } from './python-facts.js';

async function imports(source: string, path = 'a.py') {
  const facts = await readPython(path, source, 5_000);
  return facts.imports.map(({ specifier, kind, names, optional }) => ({
    specifier,
    kind,
    names: names.join(),
    optional,
  }));
}

describe('readPython', () => {
  it('reads absolute, relative, aliased, starred and several imports', async () => {
    const source =
      'import a.b, c as d\nfrom . import x, y as z\nfrom ..pkg.mod import *\nfrom q import (\n  r,  # why\n  s,\n)\n';
    expect(await imports(source)).toEqual([
      { specifier: 'a.b', kind: 'runtime', names: '', optional: false },
      { specifier: 'c', kind: 'runtime', names: '', optional: false },
      { specifier: '.', kind: 'runtime', names: 'x,y', optional: false },
      { specifier: '..pkg.mod', kind: 'runtime', names: '', optional: false },
      { specifier: 'q', kind: 'runtime', names: 'r,s', optional: false },
    ]);
  });

  it('tells what only type checkers import, what comes late and what may fail', async () => {
    const source = [
      'from typing import TYPE_CHECKING',
      'if TYPE_CHECKING:',
      '    from a import A',
      'else:',
      '    from b import B',
      'try:',
      '    import fast',
      'except ImportError:',
      '    import slow',
      'def f():',
      '    import late',
      'import importlib',
      'importlib.import_module("plug.in")',
    ].join('\n');
    expect(await imports(source)).toEqual([
      { specifier: 'typing', kind: 'runtime', names: 'TYPE_CHECKING', optional: false },
      { specifier: 'a', kind: 'type-only', names: 'A', optional: false },
      { specifier: 'b', kind: 'runtime', names: 'B', optional: false },
      { specifier: 'fast', kind: 'runtime', names: '', optional: true },
      { specifier: 'slow', kind: 'runtime', names: '', optional: true },
      { specifier: 'late', kind: 'dynamic', names: '', optional: false },
      { specifier: 'importlib', kind: 'runtime', names: '', optional: false },
      { specifier: 'plug.in', kind: 'dynamic', names: '', optional: false },
    ]);
  });

  it('does not take strings and comments for imports, and takes stubs for types', async () => {
    expect(await imports('"""\nimport no\n"""\n# import no\nx = "import no"\n')).toEqual([]);
    expect(await imports('import a\n', 'a.pyi')).toEqual([
      expect.objectContaining({ specifier: 'a', kind: 'type-only' }),
    ]);
  });

  it('finds the main guard at the top only', async () => {
    expect((await readPython('a.py', 'x = 1\nif __name__ == "__main__":\n    run()\n', 5_000)).mainGuard).toBe(6);
    expect((await readPython('a.py', 'if x:\n  if __name__ == "__main__":\n    run()\n', 5_000)).mainGuard).toBeNull();
  });
});
