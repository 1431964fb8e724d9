import { discoverPython } from '../discovery/python-project.js';
import { SourceSet } from '../discovery/source-set.js';
import { PythonResolver } from './python-resolver.js';

function resolverOver(paths: readonly string[], contents: Record<string, string> = {}) {
  const sources = new SourceSet(paths.map((path) => ({ path, content: contents[path] ?? '' })));
  const resolver = new PythonResolver(sources, discoverPython(sources));
  return (from: string, specifier: string, ...names: string[]): string => {
    const statement = { specifier, names, kind: 'runtime', offset: 0, optional: false } as const;
    return resolver
      .resolve(from, statement)
      .map((each) => (each.to === 'internal' ? each.path : 'name' in each ? `${each.to} ${each.name}` : each.to))
      .sort()
      .join(', ');
  };
}

describe('PythonResolver', () => {
  it('resolves absolute and relative imports, submodules before packages', () => {
    const resolve = resolverOver([
      'app/__init__.py',
      'app/models.py',
      'app/web/__init__.py',
      'app/web/views.py',
      'run.py',
    ]);
    expect(resolve('run.py', 'app')).toBe('app/__init__.py');
    expect(resolve('run.py', 'app.models')).toBe('app/models.py');
    expect(resolve('run.py', 'app', 'models', 'VERSION')).toBe('app/__init__.py, app/models.py');
    expect(resolve('app/web/views.py', '..models', 'User')).toBe('app/models.py');
    expect(resolve('app/web/views.py', '..', 'models')).toBe('app/models.py');
    expect(resolve('app/web/views.py', '.', 'views')).toBe('app/web/views.py');
    expect(resolve('app/web/views.py', '...outside')).toBe('unresolved');
    expect(resolve('run.py', 'app.none', 'x')).toBe('unresolved');
  });

  it('knows src layouts, namespace packages and several projects in one upload', () => {
    const resolve = resolverOver([
      'one/pyproject.toml',
      'one/src/acme/core/__init__.py',
      'two/setup.cfg',
      'two/acme/plugins/tool.py',
      'one/src/acme/core/util.py',
    ]);
    expect(resolve('one/src/acme/core/util.py', 'acme.core')).toBe('one/src/acme/core/__init__.py');
    expect(resolve('two/acme/plugins/tool.py', 'acme.core.util', 'x')).toBe('one/src/acme/core/util.py');
    expect(resolve('one/src/acme/core/util.py', 'acme.plugins', 'tool')).toBe('two/acme/plugins/tool.py');
  });

  it('tells the standard library and installed packages from the upload', () => {
    const contents = { 'requirements.txt': 'redis==5\nPyYAML>=6 ; python_version > "3"\n' };
    const resolve = resolverOver(
      ['requirements.txt', 'redis/compose.py', 'lib/json.py', 'lib/__init__.py', 'script.py', 'queue.py'],
      contents,
    );
    expect(resolve('script.py', 'json')).toBe('builtin json');
    expect(resolve('script.py', 'requests', 'get')).toBe('external requests');
    expect(resolve('script.py', 'redis', 'Redis')).toBe('external redis');
    expect(
      resolverOver(['examples/requirements.txt', 'examples/app.py', 'src/flask/__init__.py'], {
        'examples/requirements.txt': 'flask',
      })('examples/app.py', 'flask'),
    ).toBe('src/flask/__init__.py');
    // A module beside a script hides the library's.
    expect(resolve('script.py', 'queue', 'Queue')).toBe('queue.py');
    expect(resolve('lib/json.py', 'queue', 'Queue')).toBe('queue.py');
  });

  it('finds the siblings of scripts that are run from their own folder', () => {
    const resolve = resolverOver([
      'jobs/main.py',
      'jobs/helpers.py',
      'app/__init__.py',
      'app/main.py',
      'app/models.py',
    ]);
    expect(resolve('jobs/main.py', 'helpers')).toBe('jobs/helpers.py');
    expect(resolve('app/main.py', 'models', 'User')).toBe('app/models.py');
  });
});
