import { byText, folderOf } from '../discovery/relative-path.js';

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
 * folder they sit in, or are one component of their own). While there are more than the budget, the deepest folders are
 * merged into the folder above, of equally deep ones those with the fewest files first, so that what stays apart is
 * what is large.
 */
export function assignComponents(files: readonly string[], budget = COMPONENT_BUDGET): ReadonlyMap<string, string> {
  const members = new Map<string, string[]>();
  for (const file of files) append(members, startFolder(file), [file]);
  const deepest = Math.max(0, ...[...members.keys()].map(depth));
  for (let level = deepest; level > 0 && members.size > budget; level -= 1) {
    const folders = [...members].filter(([folder]) => depth(folder) === level);
    folders.sort(([a, inA], [b, inB]) => inA.length - inB.length || byText(a, b));
    for (const [folder, moved] of folders) {
      if (members.size <= budget) break;
      members.delete(folder);
      append(members, folderOf(folder), moved);
    }
  }
  const assigned = new Map<string, string>();
  for (const [folder, inside] of members) for (const file of inside) assigned.set(file, folder);
  return assigned;
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
