import type { ArchitectureDiagnostic } from '../architecture-report.js';
import { CompilerOptionsLoader } from '../discovery/compiler-options.js';
import { readManifests } from '../discovery/package-manifest.js';
import { SourceSet } from '../discovery/source-set.js';
import { JavascriptResolver } from './javascript-resolver.js';

/** `resolve(from, specifier)` as one word: the path, or what it is. */
function resolverOver(files: Record<string, string> | readonly string[]) {
  const named = Array.isArray(files) ? Object.fromEntries(files.map((path: string) => [path, ''])) : files;
  const sources = new SourceSet(
    Object.entries(named as Record<string, string>).map(([path, content]) => ({ path, content })),
  );
  const diagnostics: ArchitectureDiagnostic[] = [];
  const manifests = readManifests(sources, diagnostics);
  const options = new CompilerOptionsLoader(sources, manifests, diagnostics);
  const resolver = new JavascriptResolver(sources, manifests, (path) => options.optionsFor(path));
  return (from: string, specifier: string): string => {
    const resolution = resolver.resolve(from, specifier);
    if (resolution.to === 'internal') return resolution.path;
    return 'name' in resolution ? `${resolution.to} ${resolution.name}` : resolution.to;
  };
}

describe('JavascriptResolver', () => {
  it('finds files as the compiler does: extensions, folders, and sources behind script names', () => {
    const resolve = resolverOver([
      'a.ts',
      'b.tsx',
      'c/index.ts',
      'd.ts',
      'd/index.ts',
      'e.mts',
      'x.service.ts',
      'y.d.ts',
      'z.js',
    ]);
    expect(resolve('m.ts', './a')).toBe('a.ts');
    expect(resolve('m.ts', './a.js')).toBe('a.ts');
    expect(resolve('m.ts', './b.jsx')).toBe('b.tsx');
    expect(resolve('m.ts', './c')).toBe('c/index.ts');
    expect(resolve('m.ts', './d')).toBe('d.ts');
    expect(resolve('m.ts', './d/')).toBe('d/index.ts');
    expect(resolve('d/n.ts', '.')).toBe('d/index.ts');
    expect(resolve('c/n.ts', '..')).toBe('unresolved');
    expect(resolve('m.ts', './e.mjs')).toBe('e.mts');
    expect(resolve('m.ts', './x.service')).toBe('x.service.ts');
    expect(resolve('m.ts', './y')).toBe('y.d.ts');
    expect(resolve('m.ts', './z.js')).toBe('z.js');
    expect(resolve('m.ts', './none')).toBe('unresolved');
    expect(resolve('m.ts', '../outside')).toBe('unresolved');
    // The intake leaves data out, so a missing JSON file proves nothing.
    for (const each of ['./style.css', './icon.svg?url', './data.json']) expect(resolve('m.ts', each)).toBe('asset');
  });

  it('does not take a file for the package it is named like, unless baseUrl says so', () => {
    const files = { 'package.json': '{"dependencies":{"redis":"5"}}', 'src/redis.ts': '', 'src/fs.ts': '' };
    const resolve = resolverOver(files);
    expect(resolve('src/a.ts', 'redis')).toBe('external redis');
    expect(resolve('src/a.ts', 'fs')).toBe('builtin fs');
    expect(resolve('src/a.ts', './redis')).toBe('src/redis.ts');
    const based = resolverOver({ ...files, 'tsconfig.json': '{"compilerOptions":{"baseUrl":"src"}}' });
    expect(based('src/a.ts', 'redis')).toBe('src/redis.ts');
    expect(based('src/a.ts', 'node:fs')).toBe('builtin node:fs');
  });

  it('maps aliases: exact before patterns, the longest prefix first, and falls through a catch-all', () => {
    const resolve = resolverOver({
      'tsconfig.json': JSON.stringify({
        compilerOptions: {
          paths: { '@/*': ['src/*'], '@/lib/*': ['lib/*'], '@/lib/one': ['src/uno.ts'], '*': ['types/*'] },
        },
      }),
      'package.json': '{"dependencies":{"left-pad":"1"}}',
      'src/a.ts': '',
      'src/uno.ts': '',
      'lib/b.ts': '',
    });
    expect(resolve('src/m.ts', '@/a')).toBe('src/a.ts');
    expect(resolve('src/m.ts', '@/lib/b')).toBe('lib/b.ts');
    expect(resolve('src/m.ts', '@/lib/one')).toBe('src/uno.ts');
    expect(resolve('src/m.ts', 'left-pad')).toBe('external left-pad');
    expect(resolve('src/m.ts', '@/none')).toBe('unresolved');
  });

  it('finds workspace packages by name, subpath, exports and imports, also where they point to a build', () => {
    const resolve = resolverOver({
      'package.json':
        '{"name":"root","workspaces":["packages/*"],"imports":{"#db":"./src/db.js","#util/*":"./dist/util/*.js"}}',
      'packages/core/package.json': '{"name":"@acme/core","main":"./dist/index.js"}',
      'packages/core/src/index.ts': '',
      'packages/core/src/deep/x.ts': '',
      'packages/ui/package.json': JSON.stringify({
        name: '@acme/ui',
        exports: { '.': { types: './lib/main.d.ts', import: './lib/main.mjs' }, './icons/*': './lib/icons/*.js' },
      }),
      'packages/ui/src/main.ts': '',
      'packages/ui/src/icons/star.ts': '',
      'src/db.ts': '',
      'src/util/text.ts': '',
    });
    expect(resolve('src/a.ts', '@acme/core')).toBe('packages/core/src/index.ts');
    expect(resolve('src/a.ts', '@acme/core/deep/x')).toBe('packages/core/src/deep/x.ts');
    expect(resolve('src/a.ts', '@acme/ui')).toBe('packages/ui/src/main.ts');
    expect(resolve('src/a.ts', '@acme/ui/icons/star')).toBe('packages/ui/src/icons/star.ts');
    expect(resolve('src/a.ts', '@acme/ui/none')).toBe('unresolved');
    expect(resolve('src/a.ts', '#db')).toBe('src/db.ts');
    expect(resolve('src/a.ts', '#util/text')).toBe('src/util/text.ts');
    expect(resolve('src/a.ts', '#none')).toBe('unresolved');
  });

  it('never calls external what can only mean the upload', () => {
    const resolve = resolverOver({
      'package.json': '{"name":"shop","dependencies":{}}',
      'src/a.ts': '',
      'src/models/user.ts': '',
    });
    expect(resolve('src/a.ts', '@/models/user')).toBe('src/models/user.ts');
    expect(resolve('src/a.ts', '@/models/none')).toBe('unresolved');
    expect(resolve('src/a.ts', '@shop/common')).toBe('unresolved');
    expect(resolve('src/a.ts', 'src/models/none')).toBe('unresolved');
    expect(resolve('src/a.ts', 'lodash/fp')).toBe('external lodash');
    expect(resolve('src/a.ts', '@types/x')).toBe('external @types/x');
  });

  it('takes a package copied into fixtures for nobody’s dependency', () => {
    const resolve = resolverOver({
      'package.json': '{"dependencies":{"react":"19"}}',
      'test/fixtures/react/package.json': '{"name":"react"}',
      'test/fixtures/react/index.js': '',
    });
    expect(resolve('src/a.ts', 'react')).toBe('external react');
  });
});
