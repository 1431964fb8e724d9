import type { NameScope, ResolvedName } from './part.js';
import { folderOf, joined, type ProgramPaths } from './program-paths.js';

const extensions = ['', '.ts', '.tsx', '.js', '.jsx', '.mjs', '.cjs', '.mts', '.cts'];
const endings = [...extensions, ...extensions.slice(1).map((extension) => `/index${extension}`)];

/**
 * Modules of JavaScript and TypeScript: relative paths, and names under an alias (`@/lib/db`, `~/lib/db`, `src/lib/db`) when
 * only one file ends so. A type that is named without an import may come by inference: the only one of that name is it.
 */
export function javascriptScope(paths: ProgramPaths): NameScope {
  return {
    modules: (name, { file }) => resolve(name, file.path, paths),
    nearness: (written, { imports }) => (written.length === 1 && !imports.names.has(written[0] ?? '') ? 1 : null),
    isPlain: () => false,
  };
}

/** @param name as imports write it: the module's path, then members. */
function resolve(name: string, from: string, paths: ProgramPaths): ResolvedName | null {
  const isRelative = /^\.{1,2}(?:\/|$)/.test(name);
  const slash = isRelative ? name.lastIndexOf('/') : name.indexOf('/');
  if (slash < 0 && !isRelative) return null;
  const last = Math.max(name.lastIndexOf('/'), isRelative ? (/^\.+/.exec(name)?.[0].length ?? 0) - 1 : 0);
  const dots = [...name.slice(last + 1).matchAll(/\./g)].map((dot) => last + 1 + dot.index);
  // The longest text that is a file: its own name may hold dots.
  for (const end of [name.length, ...dots.toReversed()]) {
    const module = name.slice(0, end);
    const base = isRelative ? joined(folderOf(from), module) : unaliased(module);
    if (base === null) continue;
    const path = fileOf(base, paths, isRelative);
    if (path !== null && path !== from)
      return {
        paths: [path],
        members: name
          .slice(end + 1)
          .split('.')
          .filter(Boolean),
      };
  }
  return null;
}

function fileOf(base: string, paths: ProgramPaths, isExact: boolean): string | null {
  // TypeScript's sources import what they are compiled to.
  for (const candidate of [base, base.replace(/\.([mc]?)js(x?)$/, '.$1ts$2')]) {
    for (const ending of endings) {
      const path = ending.startsWith('/') && candidate === '' ? ending.slice(1) : candidate + ending;
      const found = isExact ? (paths.has(path) ? path : null) : paths.only(path);
      if (found !== null) return found;
    }
  }
  return null;
}

/** A path behind an alias; a package's name alone is never one. */
function unaliased(module: string): string | null {
  const plain = module.replace(/^(?:@\/|~\/?|#\/?|@(?=\w))/, '');
  return plain.includes('/') || plain !== module ? plain : null;
}
