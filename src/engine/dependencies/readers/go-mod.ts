import { type Dependency, type Manifest, manifestOf } from '../manifest.js';
import { codeLines } from './code-lines.js';

const requirement = /^\s*(?:require\s+)?"?([\w.~-]{1,200}(?:\/[\w.~-]{1,200}){0,20})"?\s+(v?[\w.+-]{1,200})\s*$/;
const replacement = /^\s*(?:replace\s+)?(\S{1,300})(?:\s+v\S{1,200})?\s+=>\s+(\S{1,300})(?:\s+(v[\w.+-]{1,200}))?\s*$/;

/** Reads a go.mod: what is required, and what stands in its place. */
export function readGoMod(source: string): Manifest {
  const { lines, comments } = codeLines(source, '//', false);
  const dependencies: Dependency[] = [];
  let block = '';
  for (const { text, start } of lines) {
    const opens = /^\s*(\w{1,20})\s*\(\s*$/.exec(text)?.[1];
    if (opens !== undefined) block = opens;
    else if (/^\s*\)/.test(text)) block = '';
    else {
      const verb = block === '' ? (/^\s*(\w{1,20})\b/.exec(text)?.[1] ?? '') : block;
      const found = verb === 'require' ? requirement.exec(text) : verb === 'replace' ? replacement.exec(text) : null;
      if (!found) continue;
      const name = (verb === 'require' ? found[1] : found[2]) ?? '';
      const version = verb === 'require' ? found[2] : found[3];
      const nameStart = start + text.lastIndexOf(name, version === undefined ? undefined : text.lastIndexOf(version));
      const versionStart = version === undefined ? 0 : start + text.lastIndexOf(version);
      const local = /^\.{0,2}\//.test(name);
      dependencies.push({
        name,
        namePlace: { start: nameStart, end: nameStart + name.length },
        requirement:
          version === undefined ? null : { text: version, start: versionStart, end: versionStart + version.length },
        withoutRequirement: 'elsewhere',
        source: local
          ? { text: name, start: nameStart, end: nameStart + name.length, kind: 'path', fixed: true }
          : null,
        development: false,
        start: start + text.search(/\S/),
        end: start + text.trimEnd().length,
      });
    }
  }
  return manifestOf('Go', { dependencies, comments });
}
