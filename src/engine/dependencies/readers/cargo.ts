import { type Dependency, type Manifest, manifestOf, type Registry, type Written } from '../manifest.js';
import { readToml, type TomlEntry, type TomlTable } from '../places/toml-places.js';
import { stringIn, tomlWritten } from './pyproject.js';

const group = /^(?:workspace\.|target\..{1,200}\.)?(dev-|build-)?dependencies$/;

/** Reads a Cargo.toml: dependencies of all kinds and targets, as strings, inline tables and tables of their own. */
export function readCargo(text: string): Manifest {
  const { tables, comments, fault } = readToml(text);
  const dependencies: Dependency[] = [];
  const registries: Registry[] = [];
  let licence: Written | null = null;
  for (const table of tables) {
    const path = table.path.join('.');
    const parent = table.path.slice(0, -1).join('.');
    if (group.test(path)) dependencies.push(...grouped(table, path.includes('dev-')));
    else if (group.test(parent)) {
      const place = { start: table.start, end: table.end };
      dependencies.push(detailed(table.path.at(-1) ?? '', place, place, table.entries, parent.includes('dev-')));
    } else if (path === 'package') licence = stringIn(table.entries, 'license') ?? licence;
    else if (/^(registries|source)\./.test(path)) {
      const url = stringIn(table.entries, 'index') ?? stringIn(table.entries, 'registry');
      if (url) registries.push({ ...url, additional: false });
    }
  }
  return manifestOf('crates.io', { dependencies, registries, licence, comments, fault });
}

function grouped({ entries }: TomlTable, development: boolean): Dependency[] {
  return entries.flatMap((entry): Dependency[] => {
    const [name = '', field] = entry.key;
    const place = { start: entry.start, end: entry.end };
    if (entry.value.kind === 'table') {
      return [detailed(name, place, entry.keyPlace, entry.value.entries, development)];
    }
    if (entry.value.kind !== 'string' || (field !== undefined && field !== 'version')) return [];
    return [
      {
        name,
        namePlace: entry.keyPlace,
        requirement: tomlWritten(entry.value),
        withoutRequirement: 'any',
        source: null,
        development,
        ...place,
      },
    ];
  });
}

function detailed(
  key: string,
  place: { start: number; end: number },
  namePlace: { start: number; end: number },
  entries: readonly TomlEntry[],
  development: boolean,
): Dependency {
  const version = stringIn(entries, 'version');
  const git = stringIn(entries, 'git');
  const path = stringIn(entries, 'path');
  const fixed = stringIn(entries, 'rev') !== null || stringIn(entries, 'tag') !== null;
  const inWorkspace = entries.some((entry) => entry.key.join('.') === 'workspace');
  return {
    name: stringIn(entries, 'package')?.text ?? key,
    namePlace,
    requirement: git ? null : version,
    withoutRequirement: inWorkspace ? 'elsewhere' : 'any',
    source: git ? { ...git, kind: 'git', fixed } : path ? { ...path, kind: 'path', fixed: true } : null,
    development,
    ...place,
  };
}
