import type { NameScope, ResolvedName } from './part.js';
import { folderOf, type ProgramPaths } from './program-paths.js';

/**
 * Modules and packages of Python. Absolute names are looked for from the program's root, beside the file, and, when only one
 * file fits, in any folder. A class that is named without an import may come by inference.
 */
export function pythonScope(paths: ProgramPaths): NameScope {
  return {
    modules: (name, { file }) => resolve(name, file.path, paths),
    nearness: (written, { imports }) => (written.length === 1 && !imports.names.has(written[0] ?? '') ? 1 : null),
    isPlain: () => false,
  };
}

function resolve(name: string, from: string, paths: ProgramPaths): ResolvedName | null {
  const dots = /^\.*/.exec(name)?.[0].length ?? 0;
  const segments = name.slice(dots).split('.').filter(Boolean);
  let root = dots > 0 ? folderOf(from) : '';
  for (let up = 1; up < dots; up += 1) root = folderOf(root);
  for (let length = segments.length; length >= (dots > 0 ? 0 : 1); length -= 1) {
    const module = [...(root === '' ? [] : [root]), ...segments.slice(0, length)].join('/');
    const members = segments.slice(length);
    for (const path of module === '' ? ['__init__.py'] : [`${module}.py`, `${module}/__init__.py`]) {
      const found = dots > 0 ? (paths.has(path) ? path : null) : absolute(path, from, paths);
      if (found !== null && found !== from) return { paths: [found], members };
    }
  }
  return null;
}

function absolute(path: string, from: string, paths: ProgramPaths): string | null {
  if (paths.has(path)) return path;
  const folder = folderOf(from);
  const beside = folder === '' ? path : `${folder}/${path}`;
  return paths.has(beside) ? beside : paths.only(path);
}
