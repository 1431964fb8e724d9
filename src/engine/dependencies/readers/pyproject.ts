import { type Dependency, type Manifest, manifestOf, type Registry, type Written } from '../manifest.js';
import { readToml, type TomlEntry, type TomlTable, type TomlValue } from '../places/toml-places.js';
import { pythonName, pythonRequirement } from './python-requirement.js';

/** Reads a pyproject.toml: PEP 621, PEP 735 (groups), build requirements, Poetry, and the indexes of Poetry, uv and PDM. */
export function readPyproject(text: string): Manifest {
  const { tables, comments, fault } = readToml(text);
  const dependencies: Dependency[] = [];
  const registries: Registry[] = [];
  let licence: Written | null = null;
  for (const table of tables) {
    const path = table.path.join('.');
    for (const entry of table.entries) {
      const key = entry.key.join('.');
      const full = path === '' ? key : `${path}.${key}`;
      if (full === 'project.dependencies' || full === 'build-system.requires') listed(entry.value, false, dependencies);
      else if (path === 'project.optional-dependencies') listed(entry.value, false, dependencies);
      else if (path === 'dependency-groups' || full === 'tool.uv.dev-dependencies')
        listed(entry.value, true, dependencies);
      else if (/^tool\.poetry\.(dev-)?dependencies$|^tool\.poetry\.group\.[^.]+\.dependencies$/.test(path)) {
        const one = poetry(entry, path !== 'tool.poetry.dependencies');
        if (one) dependencies.push(one);
      } else if (/^(project|tool\.poetry)\.license(\.text)?$/.test(full) && entry.value.kind === 'string') {
        licence = tomlWritten(entry.value);
      }
    }
    if (['tool.poetry.source', 'tool.uv.index', 'tool.pdm.source'].includes(path)) registries.push(...registry(table));
  }
  return manifestOf('PyPI', { dependencies, registries, licence, comments, fault });
}

/** A TOML string without its quotes. */
export function tomlWritten(value: TomlValue & { kind: 'string' }): Written {
  const quotes = (value.end - value.start - value.value.length) / 2;
  return { text: value.value, start: value.start + quotes, end: value.end - quotes };
}

/** The string that an inline table or a table holds under a key. */
export function stringIn(entries: readonly TomlEntry[], key: string): Written | null {
  const value = entries.findLast((entry) => entry.key.join('.') === key)?.value;
  return value?.kind === 'string' ? tomlWritten(value) : null;
}

function listed(value: TomlValue, development: boolean, into: Dependency[]): void {
  if (value.kind !== 'array') return;
  for (const item of value.items) {
    if (item.kind !== 'string') continue;
    const one = pythonRequirement(
      item.value,
      tomlWritten(item).start,
      { start: item.start, end: item.end },
      development,
    );
    if (one) into.push(one);
  }
}

function poetry(entry: TomlEntry, development: boolean): Dependency | null {
  const [name = ''] = entry.key;
  if (name.toLowerCase() === 'python') return null;
  const base = {
    name: pythonName(name),
    namePlace: entry.keyPlace,
    withoutRequirement: 'any' as const,
    development,
    start: entry.start,
    end: entry.end,
  };
  if (entry.value.kind === 'string') return { ...base, requirement: tomlWritten(entry.value), source: null };
  if (entry.value.kind !== 'table') return null;
  const inner = entry.value.entries;
  const git = stringIn(inner, 'git');
  if (git) {
    const fixed = stringIn(inner, 'rev') !== null || stringIn(inner, 'tag') !== null;
    return { ...base, requirement: null, source: { ...git, kind: 'git', fixed } };
  }
  const url = stringIn(inner, 'url');
  if (url) return { ...base, requirement: null, source: { ...url, kind: 'url', fixed: true } };
  const path = stringIn(inner, 'path');
  if (path) return { ...base, requirement: null, source: { ...path, kind: 'path', fixed: true } };
  return { ...base, requirement: stringIn(inner, 'version'), source: null };
}

/** One more index beside PyPI is asked for every name, unless it is explicit or the only one. */
function registry({ path, entries }: TomlTable): Registry[] {
  const url = stringIn(entries, 'url');
  if (url === null) return [];
  const priority = stringIn(entries, 'priority')?.text ?? '';
  const isTrue = (key: string): boolean =>
    entries.some(({ key: name, value }) => name.join('.') === key && value.kind === 'other' && value.text === 'true');
  const additional =
    path[1] === 'poetry'
      ? /^(supplemental|secondary)$/.test(priority) || isTrue('secondary')
      : path[1] === 'uv' && !isTrue('explicit') && !isTrue('default');
  return [{ ...url, additional }];
}
