import { globMatches } from '../rule-set.js';

/** Whether a rule's paths let it run on a file; without a filename, they do. */
export function pathsAllow(
  paths: { readonly include: readonly string[]; readonly exclude: readonly string[] },
  filename: string | null,
): boolean {
  if (filename === null) return true;
  const path = filename.replace(/\\/g, '/').replace(/^\.?\/+/, '');
  if (paths.exclude.some((glob) => matches(glob, path))) return false;
  return paths.include.length === 0 || paths.include.some((glob) => matches(glob, path));
}

/** A glob names a file or a folder, anywhere in the path unless it begins with a slash. */
function matches(given: string, path: string): boolean {
  const glob = given
    .replace(/^\.?\//, '/')
    .replace(/\/(\*\*?)?$/, '')
    .replace(/\*+/g, '*')
    .replace(/\/\*\//g, '/*');
  const anywhere = !glob.startsWith('/');
  const plain = glob.replace(/^\/|^\*\//, '');
  const segments = path.split('/');
  for (let from = 0; from < (anywhere ? segments.length : 1); from += 1) {
    for (let to = from + 1; to <= segments.length; to += 1) {
      if (globMatches(plain, segments.slice(from, to).join('/'))) return true;
    }
  }
  return false;
}
