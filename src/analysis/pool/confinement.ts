import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Flags of Node's permission model for a child: it reads its own program, the packages,
 * imported advisories and nothing else, writes nothing,
 * starts no process and no thread. Add-ons are allowed, because one parser is one. The model has no say over the network:
 * the child has no address, no proxy and no credential to use there. Empty where Node has no such model.
 */
export function confinement(vulnerabilities: string): string[] {
  const flag = ['--permission', '--experimental-permission'].find((one) =>
    process.allowedNodeEnvironmentFlags.has(one),
  );
  if (flag === undefined) return [];
  const addons = process.allowedNodeEnvironmentFlags.has('--allow-addons') ? ['--allow-addons'] : [];
  return [flag, ...addons, ...readable(vulnerabilities).map((path) => `--allow-fs-read=${path}`)];
}

const engine = fileURLToPath(new URL('../../engine/', import.meta.url));

/** The engine's folder; every folder of packages it may load from; the files that say what kind of modules these are. */
function readable(vulnerabilities: string): string[] {
  const packages = new Set<string>();
  const manifests: string[] = [];
  for (let folder = dirname(engine); ; folder = dirname(folder)) {
    manifests.push(join(folder, 'package.json'));
    packages.add(join(folder, 'node_modules'));
    if (folder === dirname(folder)) break;
  }
  // Where the packages really are, when that folder is a link.
  const known = createRequire(import.meta.url).resolve('@vscode/tree-sitter-wasm/package.json');
  const at = known.indexOf(`node_modules`);
  if (at > 0) packages.add(known.slice(0, at + 'node_modules'.length));
  return [`${engine}*`, join(vulnerabilities, '*'), ...[...packages].map((folder) => join(folder, '*')), ...manifests];
}
