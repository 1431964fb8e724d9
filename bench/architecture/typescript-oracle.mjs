import { existsSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import ts from 'typescript';

/**
 * The edges between the TypeScript files of a folder as TypeScript itself finds them: its own scanner and its own module
 * resolution, with the nearest configuration. What a missing `extends` would have said is missing here too.
 */
export function typescriptEdges(root, files) {
  const base = resolve(root);
  const inside = new Set(files.map(({ path }) => path));
  const configurations = new Map();
  const edges = new Set();
  for (const { path, content } of files) {
    const full = join(base, path);
    const { options, cache } = configurationFor(dirname(full));
    for (const { fileName } of ts.preProcessFile(content, true, true).importedFiles) {
      const found = ts.resolveModuleName(fileName, full, options, ts.sys, cache).resolvedModule?.resolvedFileName;
      const target = found === undefined ? undefined : relative(base, found);
      if (target !== undefined && inside.has(target) && target !== path) edges.add(`${path} > ${target}`);
    }
  }
  return edges;

  function configurationFor(folder) {
    let known = configurations.get(folder);
    if (known === undefined) {
      known = read(folder);
      configurations.set(folder, known);
    }
    return known;
  }

  function read(folder) {
    for (let at = folder; at.startsWith(base); at = dirname(at)) {
      for (const name of ['tsconfig.json', 'jsconfig.json', 'tsconfig.base.json']) {
        const file = join(at, name);
        if (existsSync(file)) return withCache(optionsOf(file));
      }
      if (at === base) break;
    }
    return withCache({});
  }

  function withCache(options) {
    // An upload has no build: the compiler may look for sources where a bundler would.
    const relaxed = {
      ...options,
      moduleResolution: ts.ModuleResolutionKind.Bundler,
      module: ts.ModuleKind.ESNext,
      allowJs: true,
    };
    return { options: relaxed, cache: ts.createModuleResolutionCache(base, (name) => name, relaxed) };
  }
}

function optionsOf(file) {
  const { config } = ts.readConfigFile(file, ts.sys.readFile);
  const own = ts.parseJsonConfigFileContent(config ?? {}, ts.sys, dirname(file), undefined, file).options;
  for (const { path } of own.paths === undefined && Array.isArray(config?.references) ? config.references : []) {
    const target = [join(dirname(file), path), join(dirname(file), path, 'tsconfig.json')].find(
      (candidate) => candidate.endsWith('.json') && existsSync(candidate),
    );
    const referred = target === undefined ? {} : optionsOf(target);
    if (referred.paths !== undefined) return referred;
  }
  return own;
}
