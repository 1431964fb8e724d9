import type { NameScope, Place, ResolvedName } from './part.js';
import { folderOf, nameOf, type ProgramPaths } from './program-paths.js';

/**
 * Modules of Rust by their files: `crate::a::b` is `src/a/b.rs` or `src/a/b/mod.rs`, `self` and `super` go from the file's own
 * module, and another crate of the program is found by its folder's name.
 */
export function rustScope(paths: ProgramPaths): NameScope {
  return {
    modules: (name, from) => resolve(name, from, paths),
    nearness: ([head = ''], { file, imports }, other) => {
      const named = imports.names.get(head);
      if (named !== undefined) return /^(?:std|core|alloc)\b/.test(named) ? null : 1;
      return rootOf(other.file.path, paths) === rootOf(file.path, paths) ? 1 : 2;
    },
    isPlain: () => false,
  };
}

function resolve(name: string, { file }: Place, paths: ProgramPaths): ResolvedName | null {
  const segments = name.split('.').filter(Boolean);
  const root = rootOf(file.path, paths);
  const own = moduleOf(file.path, root);
  let base = own;
  let at = 0;
  for (; segments[at] === 'crate' || segments[at] === 'self' || segments[at] === 'super'; at += 1) {
    if (segments[at] === 'crate') base = [];
    if (segments[at] === 'super') base = base.slice(0, -1);
  }
  const rest = segments.slice(at);
  // A plain name is the file's own, or comes with `use`.
  if (at === 0 && rest.length < 2) return null;
  const inside = find(base, rest, root, file.path, paths);
  if (inside || at > 0) return inside;
  const [crate = '', ...members] = rest;
  const others = [`${crate}/src/lib.rs`, `${crate.replaceAll('_', '-')}/src/lib.rs`].map((path) => paths.only(path));
  const library = others.find((path) => path !== null && path !== file.path);
  if (library) return find([], members, folderOf(library), file.path, paths) ?? { paths: [library], members };
  // `use mytool::db`: the program's own library under the name of its package.
  return find([], members, root, file.path, paths);
}

/** The longest beginning of `rest` under `base` that is a file. */
function find(
  base: readonly string[],
  rest: readonly string[],
  root: string,
  from: string,
  paths: ProgramPaths,
): ResolvedName | null {
  for (let length = rest.length; length >= 0; length -= 1) {
    const module = [...base, ...rest.slice(0, length)];
    const folder = root === '' ? '' : `${root}/`;
    const files =
      module.length === 0
        ? [`${folder}lib.rs`, `${folder}main.rs`]
        : [`${folder}${module.join('/')}.rs`, `${folder}${module.join('/')}/mod.rs`];
    const path = files.find((one) => paths.has(one) && one !== from);
    if (path !== undefined) return { paths: [path], members: rest.slice(length) };
    if (length === 0) return null;
  }
  return null;
}

/** The folder of a file's crate: the nearest one above that holds a `main.rs` or `lib.rs`, or is called `src`. */
function rootOf(path: string, paths: ProgramPaths): string {
  for (let folder = folderOf(path); ; folder = folderOf(folder)) {
    const inside = folder === '' ? '' : `${folder}/`;
    if (nameOf(folder) === 'src' || paths.has(`${inside}main.rs`) || paths.has(`${inside}lib.rs`)) return folder;
    if (folder === '') return folderOf(path);
  }
}

/** `src/a/mod.rs` and `src/a.rs` are the module a. */
function moduleOf(path: string, root: string): readonly string[] {
  const inside = (root === '' ? path : path.slice(root.length + 1)).replace(/\.rs$/, '').split('/');
  return /^(?:mod|main|lib)$/.test(inside.at(-1) ?? '') ? inside.slice(0, -1) : inside;
}
