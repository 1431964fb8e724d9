import { byText, folderOf, foldersUpward } from '../discovery/relative-path.js';

/** Most components that an answer tells apart: as many boxes as a picture stays readable with. */
export const COMPONENT_BUDGET = 20;

const testFolder = /^(__tests__|__mocks__|tests?|specs?|e2e|cypress)$/i;
const testFile = /(^|\/)(test_[^/]*|[^/]*_test|conftest|[^/]*[.-](spec|test|e2e-spec|stories))\.[^/]+$/i;

/** True for files that only test others: they prove nothing about stores, routes or orphans. */
export function isTest(path: string): boolean {
  return (
    testFile.test(path) ||
    folderOf(path)
      .split('/')
      .some((segment) => testFolder.test(segment))
  );
}

/**
 * Assigns each file to a component, a folder of the upload. Every folder with code starts as one (tests count to the
 * folder they sit in, or are one component of their own). While there are more than the budget, the folder with the
 * fewest files is merged into the folder above it: what stays apart is what is large, at whatever depth it lies.
 */
export function assignComponents(files: readonly string[], budget = COMPONENT_BUDGET): ReadonlyMap<string, string> {
  const members = new Map<string, string[]>();
  for (const file of files) append(members, startFolder(file), [file]);
  collapseDeepest(members, Math.max(budget, MANY));
  while (members.size > budget) mergeUp(members, smallest(members));
  const assigned = new Map<string, string>();
  for (const [folder, inside] of members) for (const file of inside) assigned.set(file, folder);
  return assigned;
}

/** A small upload whose sources all lie in one folder would be one box: there each file is a component. */
export function splitFlat(assigned: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const sources = [...assigned].filter(([file]) => !isTest(file));
  const flat = new Set(sources.map(([, folder]) => folder)).size === 1 && sources.length > 1;
  if (!flat || sources.length >= COMPONENT_BUDGET) return assigned;
  return new Map([...assigned].map(([file, folder]) => [file, isTest(file) ? folder : file]));
}

/** Beyond so many folders whole levels go, the deepest first: choosing one by one costs their number squared. */
const MANY = 300;

function collapseDeepest(members: Map<string, string[]>, most: number): void {
  const deepest = Math.max(0, ...[...members.keys()].map(depth));
  for (let level = deepest; level > 0 && members.size > most; level -= 1) {
    const folders = [...members.keys()].filter((folder) => depth(folder) === level);
    for (const folder of folders) mergeUp(members, folder);
  }
}

function mergeUp(members: Map<string, string[]>, folder: string): void {
  const moved = members.get(folder) ?? [];
  members.delete(folder);
  append(members, folderOf(folder), moved);
}

/** A folder with components below it counts so many times: its small neighbours should gather in it first. */
const PARENT_WEIGHT = 3;

/** The folder with the fewest files, of equals the deepest, then the first by name. */
function smallest(members: ReadonlyMap<string, readonly string[]>): string {
  const parents = new Set([...members.keys()].flatMap((folder) => foldersUpward(folder).slice(1)));
  const candidates = [...members].flatMap(([folder, { length }]) =>
    folder === '' ? [] : [{ folder, weight: length * (parents.has(folder) ? PARENT_WEIGHT : 1) }],
  );
  candidates.sort((a, b) => a.weight - b.weight || depth(b.folder) - depth(a.folder) || byText(a.folder, b.folder));
  return candidates[0]?.folder ?? '';
}

function append(members: Map<string, string[]>, folder: string, files: readonly string[]): void {
  const known = members.get(folder);
  if (known) known.push(...files);
  else members.set(folder, [...files]);
}

/** A top-most test folder is one component; one inside a source folder belongs to that folder. */
function startFolder(file: string): string {
  const segments = folderOf(file).split('/');
  const at = segments.findIndex((segment) => testFolder.test(segment));
  if (at < 0) return segments.join('/');
  return segments.slice(0, at === 0 ? 1 : at).join('/');
}

/** 0 for the top folder. */
function depth(folder: string): number {
  return folder === '' ? 0 : folder.split('/').length;
}
