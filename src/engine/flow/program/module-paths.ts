import type { LanguageId } from '../../tree/syntax-tree.js';

/** A name that a file imports, as a file of the program and the members that follow in it. */
export interface ResolvedName {
  readonly path: string;
  /** `['Db', 'run']`; empty for the module itself. */
  readonly members: readonly string[];
}

/**
 * Finds the file behind a qualified name as `readImports` writes it: `./db.run` and `../lib/db` (JavaScript), `app.db.run` and
 * `.db.run` (Python). Absolute names of Python are looked for from the program's root and, when only one file fits, from
 * any folder.
 */
export function resolveName(
  name: string,
  from: string,
  language: LanguageId,
  paths: ReadonlySet<string>,
): ResolvedName | null {
  const plain = name.replace(/\(\)/g, '');
  if (language === 'python') return python(plain, from, paths);
  if (language === 'javascript' || language === 'typescript') return javascript(plain, from, paths);
  return null;
}

const extensions = ['', '.ts', '.tsx', '.js', '.jsx', '.mjs', '.cjs', '/index.ts', '/index.js'];

function javascript(name: string, from: string, paths: ReadonlySet<string>): ResolvedName | null {
  if (!/^\.{1,2}\//.test(name)) return null;
  const slash = name.lastIndexOf('/');
  const dots = [...name.slice(slash).matchAll(/\./g)].map((dot) => slash + dot.index);
  // The longest text that is a file: its own name may hold dots.
  for (const end of [name.length, ...dots.toReversed()]) {
    const base = joined(folderOf(from), name.slice(0, end));
    if (base === null) continue;
    // TypeScript's sources import what they are compiled to.
    for (const candidate of [base, base.replace(/\.([mc]?)js$/, '.$1ts')]) {
      const path = extensions.map((extension) => candidate + extension).find((one) => paths.has(one));
      if (path !== undefined)
        return {
          path,
          members: name
            .slice(end + 1)
            .split('.')
            .filter(Boolean),
        };
    }
  }
  return null;
}

function python(name: string, from: string, paths: ReadonlySet<string>): ResolvedName | null {
  const dots = /^\.*/.exec(name)?.[0].length ?? 0;
  const segments = name.slice(dots).split('.').filter(Boolean);
  let root = '';
  if (dots > 0) {
    root = folderOf(from);
    for (let up = 1; up < dots; up += 1) root = folderOf(root);
  }
  for (let length = segments.length; length > 0; length -= 1) {
    const module = [...(root === '' ? [] : [root]), ...segments.slice(0, length)].join('/');
    const members = segments.slice(length);
    for (const path of [`${module}.py`, `${module}/__init__.py`]) {
      if (paths.has(path)) return { path, members };
      const others = dots > 0 ? [] : [...paths].filter((one) => one.endsWith(`/${path}`));
      if (others.length === 1 && others[0] !== undefined) return { path: others[0], members };
    }
  }
  return null;
}

function folderOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '' : path.slice(0, slash);
}

/** A relative path from a folder; null when it leaves the program. */
function joined(folder: string, relative: string): string | null {
  const segments = folder === '' ? [] : folder.split('/');
  for (const segment of relative.split('/')) {
    if (segment === '..') {
      if (segments.pop() === undefined) return null;
    } else if (segment !== '.' && segment !== '') segments.push(segment);
  }
  return segments.join('/');
}
