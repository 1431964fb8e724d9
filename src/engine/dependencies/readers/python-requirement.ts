import type { Dependency, DependencySource, Place } from '../manifest.js';

/** PEP 503: runs of `-`, `_` and `.` are one hyphen, and case does not count. */
export function pythonName(name: string): string {
  return name.toLowerCase().replace(/[-_.]{1,100}/g, '-');
}

const form = /^\s*([A-Za-z0-9][\w.-]{0,200})\s*(?:\[[^\]\n]{0,500}\])?\s*/;

/**
 * Reads a requirement of PEP 508: `name[extra] >=1,<2 ; marker` or `name @ url`.
 * @param at offset of `text` in the manifest; @param place the whole entry.
 */
export function pythonRequirement(text: string, at: number, place: Place, development: boolean): Dependency | null {
  const found = form.exec(text);
  const name = found?.[1];
  if (found === null || name === undefined) return null;
  const nameStart = at + found[0].indexOf(name);
  const rest = text.slice(found[0].length);
  const end = rest.search(/\s;|;|\s#|\s--/);
  const said = (end < 0 ? rest : rest.slice(0, end)).trim();
  if (said !== '' && !/^[@(<>=!~]/.test(said)) return null;
  const start = at + found[0].length + rest.indexOf(said);
  const base = {
    name: pythonName(name),
    namePlace: { start: nameStart, end: nameStart + name.length },
    withoutRequirement: 'any' as const,
    development,
    ...place,
  };
  if (said.startsWith('@')) {
    const url = said.slice(1).trim();
    return { ...base, requirement: null, source: pythonSource(url, start + said.indexOf(url)) };
  }
  const versions = said.replace(/^\(|\)$/g, '');
  const requirement = versions === '' ? null : { text: versions, start, end: start + said.length };
  return { ...base, requirement, source: null };
}

/** A URL, a repository or a folder, as pip takes them. */
export function pythonSource(url: string, start: number): DependencySource {
  const place = { text: url, start, end: start + url.length };
  if (/^(git|hg|svn|bzr)\+/.test(url)) return { ...place, kind: 'git', fixed: /@[0-9a-f]{7,64}(#|$)/.test(url) };
  if (/^https?:/.test(url)) return { ...place, kind: 'url', fixed: true };
  return { ...place, kind: 'path', fixed: true };
}
