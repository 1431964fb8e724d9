import { child } from '../../tree/callee.js';
import type { NameScope, Place, ResolvedName } from './part.js';
import { folderOf } from './program-paths.js';

/** First parts of the standard library's paths. */
const standard =
  /^(?:archive|bufio|bytes|cmp|compress|container|context|crypto|database|debug|embed|encoding|errors|expvar|flag|fmt|go|hash|html|image|index|io|iter|log|maps|math|mime|net|os|path|plugin|reflect|regexp|runtime|slices|sort|strconv|strings|structs|sync|syscall|testing|text|time|unicode|unique|unsafe|weak)(?:\/|$)/;

/**
 * Packages of Go are folders. An import's folder is found by the module's own path where go.mod tells it, else by the longest
 * end that both have in common. Names with a small letter stay in their package.
 * @param modulePath of go.mod, or null
 */
export function goScope(paths: readonly string[], modulePath: string | null): NameScope {
  const folders = new Map<string, string[]>();
  for (const path of paths) folders.set(folderOf(path), [...(folders.get(folderOf(path)) ?? []), path]);
  const known = new Map<string, string | null>();
  const folderFor = (path: string): string | null => {
    let folder = known.get(path);
    if (folder === undefined) known.set(path, (folder = folderOfImport(path, [...folders.keys()], modulePath)));
    return folder;
  };
  return {
    modules: (name, from) => resolve(name, from, folderFor, folders),
    nearness: ([head = ''], { file, imports }, other) => {
      if (folderOf(file.path) === folderOf(other.file.path)) return 0;
      if (!/^[A-Z]/.test(head)) return null;
      return [...imports.modules].some((path) => folderFor(path) === folderOf(other.file.path)) ? 1 : 2;
    },
    isPlain: (_name, { file }, other) => folderOf(file.path) === folderOf(other.file.path),
  };
}

function resolve(
  name: string,
  from: Place,
  folderFor: (path: string) => string | null,
  folders: ReadonlyMap<string, readonly string[]>,
): ResolvedName | null {
  const [head = '', ...members] = name.split('.');
  if (from.imports.names.get(head) === undefined && !importsAs(from, head)) return null;
  const found = [...from.imports.modules].filter((path) => packageOf(path, from) === head).map(folderFor);
  const [folder] = found;
  if (found.length !== 1 || folder === null || folder === undefined || folder === folderOf(from.file.path)) return null;
  return { paths: folders.get(folder) ?? [], members };
}

function importsAs({ imports }: Place, name: string): boolean {
  return [...imports.names.values()].includes(name);
}

/** The name that the file calls an import by, as models write it. */
function packageOf(path: string, { file, imports }: Place): string | null {
  for (const spec of file.tree.byKind('import_spec')) {
    const source = child(spec, 'path');
    if (source === undefined || file.tree.text(source).slice(1, -1) !== path) continue;
    const alias = child(spec, 'name');
    if (alias !== undefined) return imports.names.get(file.tree.text(alias)) ?? null;
  }
  const parts = path.split('/');
  return [parts.at(-1) ?? '', parts.at(-2) ?? ''].find((part) => imports.names.has(part)) ?? null;
}

function folderOfImport(path: string, folders: readonly string[], modulePath: string | null): string | null {
  if (modulePath !== null && path !== modulePath && !path.startsWith(`${modulePath}/`)) return null;
  if (standard.test(path)) return null;
  const inside = modulePath === null ? path : path.slice(modulePath.length + 1);
  const ends = folders.map((folder) => ({ folder, length: commonEnd(folder, inside) }));
  const longest = Math.max(0, ...ends.map(({ length }) => length));
  const best = ends.filter(({ length }) => length === longest);
  if (longest === 0 || best.length !== 1) return inside === '' && folders.includes('') ? '' : null;
  return best[0]?.folder ?? null;
}

function commonEnd(folder: string, path: string): number {
  const left = folder.split('/').toReversed();
  const right = path.split('/').toReversed();
  const differs = left.findIndex((part, index) => part !== right[index]);
  return folder === '' ? 0 : differs < 0 ? left.length : differs;
}
