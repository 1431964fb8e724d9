import { child } from '../../tree/callee.js';
import type { ImportReader } from '../language-tables.js';

/**
 * Go names a package by the last part of its path, or as the file says: rules and models write `exec.Command` whatever the
 * import is called. Modules keep the whole path, which tells `crypto/rand` from `math/rand`.
 */
export const readGoImports: ImportReader = (tree, names, modules) => {
  for (const spec of tree.byKind('import_spec')) {
    const source = child(spec, 'path');
    if (source === undefined) continue;
    const path = tree.text(source).slice(1, -1);
    modules.add(path);
    const alias = child(spec, 'name');
    const name = packageName(path);
    if (alias === undefined) names.set(name, name);
    else if (alias.kind === 'package_identifier') names.set(tree.text(alias), name);
  }
};

/** `gopkg.in/yaml.v3` is `yaml`, `github.com/labstack/echo/v4` is `echo`, `github.com/mattn/go-sqlite3` is `sqlite3`. */
function packageName(path: string): string {
  const parts = path.split('/');
  const last = parts.at(-1) ?? path;
  const named = /^v\d+$/.test(last) && parts.length > 1 ? (parts.at(-2) ?? last) : last;
  return named.replace(/\.v\d+$/, '').replace(/^go-|-go$/, '');
}
