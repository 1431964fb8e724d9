import { type Dependency, type DependencySource, type Manifest, manifestOf, type Registry } from '../manifest.js';
import { codeLines } from './code-lines.js';

const gem = /^\s*gem[\s(]{1,9}(["'])([\w.-]{1,200})\1(.*)$/;
const option = (name: string): RegExp => new RegExp(`(?::${name}\\s{0,9}=>|\\b${name}:)\\s{0,9}["']([^"']{1,500})["']`);
const git = option('git');
const github = option('github');
const path = option('path');
const fixed = /(?::(?:ref|tag)\s{0,9}=>|\b(?:ref|tag):)\s{0,9}["']/;

/** Reads a Gemfile as far as it is data; what it does besides is Ruby, and analysed as Ruby. */
export function readGemfile(source: string): Manifest {
  const { lines, comments } = codeLines(source, '#', false);
  const dependencies: Dependency[] = [];
  const registries: Registry[] = [];
  let main = false;
  let development = false;
  for (const { text, start } of lines) {
    const at = (part: string): number => start + text.lastIndexOf(part);
    const address = /^\s*source[\s(]{1,9}["']([^"']{1,500})["']\s*\)?(\s*do\b)?/.exec(text);
    if (address) {
      const [, value = '', block] = address;
      const global = block === undefined;
      registries.push({ text: value, start: at(value), end: at(value) + value.length, additional: global && main });
      main ||= global;
    }
    if (/^\s*group\b.*\bdo\b/.test(text))
      development = /:(development|test)\b/.test(text) && !/:production\b/.test(text);
    else if (/^end\b/.test(text)) development = false;
    const found = gem.exec(text);
    if (!found) continue;
    const [, , name = '', rest = ''] = found;
    const place = { start: start + text.search(/\S/), end: start + text.trimEnd().length };
    const versions = /^\s*,\s*((?:\[?\s*["'][^"']{0,100}["']\s*\]?\s*,?\s*){1,9})/.exec(rest)?.[1];
    const written = versions
      ?.replace(/["'[\]]/g, '')
      .replace(/[\s,]+$/, '')
      .trim();
    const nameStart = start + text.indexOf(name);
    dependencies.push({
      name,
      namePlace: { start: nameStart, end: nameStart + name.length },
      requirement: written === undefined || written === '' ? null : { text: written, ...place },
      withoutRequirement: 'any',
      source: sourceOf(rest, place.start),
      development,
      ...place,
    });
  }
  return manifestOf('RubyGems', { dependencies, registries, comments });

  function sourceOf(rest: string, from: number): DependencySource | null {
    const folder = path.exec(rest)?.[1];
    const address = git.exec(rest)?.[1] ?? github.exec(rest)?.[1];
    const text = folder ?? address;
    if (text === undefined) return null;
    const start = source.indexOf(text, from);
    return {
      text,
      start,
      end: start + text.length,
      kind: folder ? 'path' : 'git',
      fixed: folder ? true : fixed.test(rest),
    };
  }
}
