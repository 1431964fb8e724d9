import {
  type Dependency,
  type Manifest,
  manifestOf,
  MAX_DEPENDENCIES,
  type Place,
  type Registry,
  type Written,
} from '../manifest.js';
import { pythonName, pythonRequirement, pythonSource } from './python-requirement.js';

/** Reads pip's requirements file: requirements, and the options that say where they come from. */
export function readRequirements(text: string): Manifest {
  const dependencies: Dependency[] = [];
  const registries: Registry[] = [];
  const weakened: Written[] = [];
  const comments: Place[] = [];
  let at = 0;
  let continued = false;
  for (const line of text.split('\n')) {
    if (dependencies.length > MAX_DEPENDENCIES) break;
    const start = at;
    at += line.length + 1;
    const hash = /(^|\s)#/.exec(line);
    if (hash) comments.push({ start: start + hash.index + (hash[1] ?? '').length, end: start + line.length });
    const code = (hash ? line.slice(0, hash.index) : line).replace('\ufeff', ' ');
    const said = code.trim().replace(/\\$/, '').trimEnd();
    const from = start + code.indexOf(said);
    const isContinuation = continued;
    continued = code.trimEnd().endsWith('\\');
    if (said === '') continue;
    const place = { start: from, end: from + said.length };
    const option = /^(--?[a-z][a-z-]{0,40})[\s=]{1,20}(\S{1,2000})/.exec(said);
    if (option) {
      const [whole, name = '', value = ''] = option;
      const written = { text: value, start: from + whole.length - value.length, end: from + whole.length };
      if (name === '-i' || name === '--index-url' || name === '--find-links' || name === '-f') {
        registries.push({ ...written, additional: false });
      } else if (name === '--extra-index-url') registries.push({ ...written, additional: true });
      else if (name === '--trusted-host') weakened.push({ text: name, ...place });
      else if (name === '-e' || name === '--editable') addSource(dependencies, written.text, written.start, place);
    } else if (!isContinuation && !said.startsWith('-')) {
      const dependency = pythonRequirement(said, from, place, false);
      if (dependency) dependencies.push(dependency);
      else addSource(dependencies, said.split(/\s/)[0] ?? '', from, place);
    }
  }
  return manifestOf('PyPI', { dependencies, registries, weakened, comments });
}

function addSource(dependencies: Dependency[], url: string, start: number, place: Place): void {
  if (!/^([a-z]+\+)?[a-z]+:\/\//.test(url)) return;
  const egg = /#egg=([\w.-]{1,200})/.exec(url);
  const name = egg?.[1];
  dependencies.push({
    name: pythonName(name ?? url),
    namePlace: place,
    requirement: null,
    withoutRequirement: 'any',
    source: pythonSource(url, start),
    development: false,
    ...place,
  });
}
