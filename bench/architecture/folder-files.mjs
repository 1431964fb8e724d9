import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

const skipped = /(^|\/)(node_modules|\.git|dist[^/]*|coverage|data)(\/|$)/;
const wanted = /\.([cm]?[jt]sx?|pyi?|json|toml|cfg|txt)$/;

/** A folder as an upload would bring it: sources and manifests, nothing installed. */
export function filesOf(root) {
  return readdirSync(root, { recursive: true })
    .filter((path) => wanted.test(path) && !skipped.test(path))
    .map((path) => ({ path, full: join(root, path) }))
    .filter(({ full }) => statSync(full).isFile() && statSync(full).size < 1024 * 1024)
    .map(({ path, full }) => ({ path, content: readFileSync(full, 'utf8') }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}
