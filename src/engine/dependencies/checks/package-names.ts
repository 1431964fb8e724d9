import type { Dependency, Ecosystem, Manifest, Written } from '../manifest.js';
import { copyleftPackages } from '../known/copyleft-packages.js';
import { deprecatedPackages } from '../known/deprecated-packages.js';
import { wellKnownNames } from '../known/well-known-names.js';
import { nameDistance } from '../name-distance.js';
import type { Found } from './check.js';

/** Names as the registry compares them. */
function keyOf(name: string, ecosystem: Ecosystem): string {
  if (ecosystem === 'crates.io') return name.toLowerCase().replaceAll('-', '_');
  return ecosystem === 'Maven' || ecosystem === 'Go' ? name : name.toLowerCase();
}

/** Packages at their end. */
export function* deprecated({ ecosystem, dependencies }: Manifest): Generator<Found> {
  const list = deprecatedPackages[ecosystem];
  for (const { name, namePlace, source } of dependencies) {
    const key = [name.toLowerCase(), name.replace(/\/v\d+$/, '')].find((one) => Object.hasOwn(list, one));
    const found = key === undefined || source !== null ? undefined : list[key];
    if (found === undefined) continue;
    yield {
      rule: 'dependency/deprecated-package',
      place: namePlace,
      message: `${name} gets no more corrections. ${found.instead}`,
    };
  }
}

/** Packages under a copyleft licence, unless the project itself says that it is under one. */
export function* copyleft({ ecosystem, dependencies, licence }: Manifest): Generator<Found> {
  if (isCopyleft(licence)) return;
  const list = copyleftPackages[ecosystem];
  for (const { name, namePlace, development } of dependencies) {
    const key = name.toLowerCase();
    const spdx = Object.hasOwn(list, key) && !development ? list[key] : undefined;
    if (spdx === undefined) continue;
    const own = licence === null ? '' : `, and this project under ${licence.text.slice(0, 40)}`;
    yield {
      rule: 'dependency/copyleft-licence',
      place: namePlace,
      message: `${name} is under ${spdx}${own}. Make sure that its terms fit how the program is given to others, or buy its other licence.`,
    };
  }
}

function isCopyleft(licence: Written | null): boolean {
  return licence !== null && /\b(A|L)?GPL|\bEUPL|\bOSL-|general public/i.test(licence.text);
}

/** Names that a slip of the hand, or somebody who counts on it, makes of well-known ones. */
export function* typosquats({ ecosystem, dependencies }: Manifest): Generator<Found> {
  const known = wellKnownNames(ecosystem);
  for (const dependency of dependencies) {
    const { name, namePlace, source } = dependency;
    if (source !== null) continue;
    const key = keyOf(name, ecosystem);
    if (known.has(key) || Object.hasOwn(deprecatedPackages[ecosystem], key)) continue;
    const found = nearest(key, ecosystem, known);
    if (found === null) continue;
    yield {
      rule: 'dependency/typosquat',
      place: namePlace,
      message: `${name} is nearly ${found.name}, which is how hostile packages are spread. Write ${found.name} if that is meant; otherwise look at who publishes ${name}.`,
      confidence: found.confidence,
      ...fixOf(dependency, ecosystem, found.name),
    };
  }
}

interface Near {
  readonly name: string;
  readonly confidence: number;
}

const confidences = { hyphens: 0.8, slip: 0.8, letter: 0.6, two: 0.6 };

/** Names that were looked up: a manifest is read again for each fix, and many name the same packages. */
const seen = new Map<string, Near | null>();
const MAX_SEEN = 5_000;

function nearest(name: string, ecosystem: Ecosystem, known: ReadonlySet<string>): Near | null {
  const key = `${ecosystem} ${name.slice(0, 250)}`;
  const before = seen.get(key);
  if (before !== undefined) return before;
  const found = nearestOf(name, ecosystem, known);
  if (seen.size >= MAX_SEEN) seen.clear();
  seen.set(key, found);
  return found;
}

/** The well-known name that a name imitates. Short names stand close to everything and are left alone. */
function nearestOf(name: string, ecosystem: Ecosystem, known: ReadonlySet<string>): Near | null {
  const isPath = ecosystem === 'Go' || ecosystem === 'Maven' || ecosystem === 'Packagist';
  if (name.length < 5 || name.startsWith('@types/')) return null;
  const bare = name.replace(/[-_.]/g, '');
  const mask = letters(name);
  let best: Near | null = null;
  for (const one of known) {
    if (one.length < 5) continue;
    if (!isPath && one.length >= 6 && one.replace(/[-_.]/g, '') === bare)
      return { name: one, confidence: confidences.hyphens };
    if (Math.abs(one.length - name.length) > 2 || differing(letters(one), mask) > 4) continue;
    const distance = nameDistance(name, one, 2);
    if (distance === null || isHonest(name, one)) continue;
    const { edits, slips } = distance;
    const near =
      edits === 1 && (slips === 1 || one.length >= 6)
        ? { name: one, confidence: slips === 1 ? confidences.slip : confidences.letter }
        : !isPath && edits === 2 && slips === 2 && one.length >= 7
          ? { name: one, confidence: confidences.two }
          : null;
    if (near !== null && near.confidence > (best?.confidence ?? 0)) best = near;
  }
  return best;
}

const masks = new Map<string, number>();

/** One bit per letter that occurs: two edits change at most four. Cheap, and spares most of the distances. */
function letters(name: string): number {
  const known = masks.get(name);
  if (known !== undefined) return known;
  let mask = 0;
  for (let at = 0; at < Math.min(name.length, 100); at += 1) mask |= 1 << (name.charCodeAt(at) & 31);
  if (masks.size >= MAX_SEEN) masks.clear();
  masks.set(name, mask);
  return mask;
}

function differing(left: number, right: number): number {
  let count = 0;
  for (let bits = left ^ right; bits !== 0; bits &= bits - 1) count += 1;
  return count;
}

/** Differences that honest packages have: a number (`mysql2`), another scope, a plural of a longer word family. */
function isHonest(name: string, known: string): boolean {
  const digits = /\d/g;
  if (name.replace(digits, '') === known.replace(digits, '') && name[0] === known[0]) return digits.test(name + known);
  const [scope] = name.split('/');
  return name.startsWith('@') && known.startsWith('@') && scope === known.split('/')[0];
}

function fixOf({ namePlace }: Dependency, ecosystem: Ecosystem, known: string): Pick<Found, 'fix'> {
  if (ecosystem === 'Maven') return {};
  const { start, end } = namePlace;
  return { fix: { description: `Write ${known}`, edit: { start, end, text: known } } };
}
