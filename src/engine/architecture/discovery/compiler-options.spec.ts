import type { ArchitectureDiagnostic } from '../architecture-report.js';
import { CompilerOptionsLoader } from './compiler-options.js';
import { readManifests } from './package-manifest.js';
import { SourceSet } from './source-set.js';

function load(files: Record<string, string>, path: string) {
  const sources = new SourceSet(Object.entries(files).map(([at, content]) => ({ path: at, content })));
  const diagnostics: ArchitectureDiagnostic[] = [];
  const loader = new CompilerOptionsLoader(sources, readManifests(sources, diagnostics), diagnostics);
  const options = loader.optionsFor(path);
  return { options, paths: Object.fromEntries(options.paths), diagnostics };
}

describe('CompilerOptionsLoader', () => {
  it('keeps the local options when "extends" names a package that is not in the upload, and says so', () => {
    const { paths, diagnostics } = load(
      {
        'tsconfig.json':
          '{"extends":"@tsconfig/node20/tsconfig.json","compilerOptions":{"paths":{"@app/*":["./src/*"]}}}',
      },
      'src/a.ts',
    );
    expect(paths).toEqual({ '@app/*': ['src/*'] });
    expect(diagnostics).toEqual([expect.objectContaining({ code: 'tsconfig_extends_missing', path: 'tsconfig.json' })]);
  });

  it('reads comments and trailing commas, also where strings look like comments', () => {
    const { paths, diagnostics } = load(
      { 'tsconfig.json': '// top\n{ "compilerOptions": { /* here */ "paths": { "@//*": ["./src/*",], }, }, }' },
      'src/a.ts',
    );
    expect(paths).toEqual({ '@//*': ['src/*'] });
    expect(diagnostics).toEqual([]);
  });

  it('lets later entries of an "extends" array win, and the file itself last', () => {
    const { options, paths } = load(
      {
        'config/one.json': '{"compilerOptions":{"baseUrl":"../one","verbatimModuleSyntax":true}}',
        'config/two.json': '{"compilerOptions":{"baseUrl":"../two","paths":{"x":["./x.ts"]}}}',
        'tsconfig.json':
          '{"extends":["./config/one.json","./config/two"],"compilerOptions":{"verbatimModuleSyntax":false}}',
      },
      'a.ts',
    );
    expect(options.baseUrl).toBe('two');
    expect(paths).toEqual({ x: ['two/x.ts'] });
    expect(options.verbatimModuleSyntax).toBe(false);
  });

  it('places "paths" without "baseUrl" beside the file that declares them, however deep it is extended from', () => {
    const { paths } = load(
      {
        'tsconfig.base.json': '{"compilerOptions":{"paths":{"@lib/*":["libs/*/src"]}}}',
        'apps/api/tsconfig.json': '{"extends":"../../tsconfig.base.json"}',
      },
      'apps/api/src/main.ts',
    );
    expect(paths).toEqual({ '@lib/*': ['libs/*/src'] });
  });

  it('follows the references of a solution file, and a package of the upload', () => {
    const { paths } = load(
      {
        'tsconfig.json': '{"files":[],"references":[{"path":"./tsconfig.app.json"}]}',
        'tsconfig.app.json': '{"extends":"@acme/config/base.json","compilerOptions":{}}',
        'packages/config/package.json': '{"name":"@acme/config"}',
        'packages/config/base.json': '{"compilerOptions":{"paths":{"@/*":["${configDir}/src/*"]}}}',
      },
      'src/a.ts',
    );
    expect(paths).toEqual({ '@/*': ['src/*'] });
  });

  it('survives a chain that ends in itself, and reports a file that is no JSON', () => {
    expect(load({ 'tsconfig.json': '{"extends":"./tsconfig.json"}' }, 'a.ts').options.paths.size).toBe(0);
    expect(load({ 'tsconfig.json': '{' }, 'a.ts').diagnostics).toEqual([
      expect.objectContaining({ code: 'tsconfig_unreadable' }),
    ]);
  });
});
