import { folderOf } from '../discovery/relative-path.js';

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
 * fewest files is merged into the folder above it, of equals the deepest: what stays apart is what is large, at whatever
 * depth it lies.
 */
export function assignComponents(files: readonly string[], budget = COMPONENT_BUDGET): ReadonlyMap<string, string> {
  const members = new Map<string, string[]>();
  for (const file of files) append(members, startFolder(file), [file]);
  while (members.size > budget) {
    const folder = smallest(members);
    const moved = members.get(folder) ?? [];
    members.delete(folder);
    append(members, folderOf(folder), moved);
  }
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

function smallest(members: ReadonlyMap<string, readonly string[]>): string {
  let best = '';
  let fewest = Infinity;
  for (const [folder, { length }] of members) {
    if (folder === '' || length > fewest) continue;
    if (length < fewest || depth(folder) > depth(best) || (depth(folder) === depth(best) && folder < best))
      best = folder;
    fewest = length;
  }
  return best;
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
