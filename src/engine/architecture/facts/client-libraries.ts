import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

/** One system that client libraries or addresses give away: see client-libraries.yaml. */
export interface KnownSystem {
  id: string;
  name: string;
  part: 'store' | 'service';
  kind: string;
  general?: boolean;
  npm?: readonly string[];
  pypi?: readonly string[];
  hosts?: readonly string[];
}

export const knownSystems = parse(
  readFileSync(new URL('./client-libraries.yaml', import.meta.url), 'utf8'),
) as readonly KnownSystem[];

const byLibrary = new Map<string, KnownSystem>();
for (const system of knownSystems) {
  for (const name of system.npm ?? []) byLibrary.set(`npm:${name}`, system);
  for (const name of system.pypi ?? []) byLibrary.set(`pypi:${name}`, system);
}

/** The system behind an npm package; a package named whole comes before its scope. */
export function systemOfPackage(name: string): KnownSystem | undefined {
  return byLibrary.get(`npm:${name}`) ?? byLibrary.get(`npm:${name.split('/', 1)[0]}/*`);
}

/** The system behind a Python module: the longest known beginning of its dotted name. */
export function systemOfModule(module: string): { system: KnownSystem; library: string } | undefined {
  const segments = module.split('.');
  for (let count = Math.min(3, segments.length); count > 0; count -= 1) {
    const library = segments.slice(0, count).join('.');
    const system = byLibrary.get(`pypi:${library}`);
    if (system !== undefined) return { system, library };
  }
  return undefined;
}

export function systemOfHost(host: string): KnownSystem | undefined {
  return knownSystems.find((system) => system.hosts?.some((end) => host === end || host.endsWith(`.${end}`)));
}
