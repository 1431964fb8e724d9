import { asRecord } from '../discovery/jsonc.js';

/**
 * Every file that a manifest's `exports` or `imports` names for a subpath (`.`, `./sub`, `#internal`), in order of
 * preference; conditions are not chosen but tried in turn, because an upload holds sources for one of them at most.
 * An empty list: the map has no such entry.
 */
export function packageTargets(map: unknown, subpath: string): string[] {
  const entries = asRecord(map);
  const bySubpath = entries !== undefined && Object.keys(entries).some((key) => /^[.#]/.test(key));
  if (!bySubpath) return subpath === '.' ? flatten(map) : [];
  const exact = entries[subpath];
  if (exact !== undefined) return flatten(exact);
  const patterns = Object.keys(entries)
    .filter((key) => key.includes('*') || key.endsWith('/'))
    .sort((a, b) => b.length - a.length);
  for (const pattern of patterns) {
    const middle = matchPattern(pattern.endsWith('/') ? `${pattern}*` : pattern, subpath);
    if (middle === null) continue;
    return flatten(entries[pattern]).map((target) =>
      target.endsWith('/') ? target + middle : target.replaceAll('*', () => middle),
    );
  }
  return [];
}

/** What the `*` of a pattern stands for, or null when the text does not match. */
export function matchPattern(pattern: string, text: string): string | null {
  const star = pattern.indexOf('*');
  if (star < 0) return pattern === text ? '' : null;
  const [prefix, suffix] = [pattern.slice(0, star), pattern.slice(star + 1)];
  const fits = text.length >= prefix.length + suffix.length && text.startsWith(prefix) && text.endsWith(suffix);
  return fits ? text.slice(prefix.length, text.length - suffix.length) : null;
}

const preferred = ['source', 'types', 'import', 'module', 'node', 'require', 'default'];

function flatten(value: unknown, depth = 0): string[] {
  if (typeof value === 'string') return [value];
  if (depth > 8) return [];
  if (Array.isArray(value)) return value.flatMap((entry) => flatten(entry, depth + 1));
  const record = asRecord(value);
  if (record === undefined) return [];
  const keys = [
    ...preferred.filter((key) => key in record),
    ...Object.keys(record).filter((key) => !preferred.includes(key)),
  ];
  return keys.flatMap((key) => flatten(record[key], depth + 1));
}
