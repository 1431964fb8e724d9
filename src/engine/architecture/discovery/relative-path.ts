/** Paths of an upload: relative, `/` between segments, the top folder is the empty string. */

export function folderOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '' : path.slice(0, slash);
}

export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** Joins and normalises; null when `..` leaves the upload. A leading `/` in `path` counts as the top folder. */
export function joinPath(folder: string, path: string): string | null {
  const segments = path.startsWith('/') || folder === '' ? [] : folder.split('/');
  for (const segment of path.split('/')) {
    if (segment === '' || segment === '.') continue;
    if (segment !== '..') segments.push(segment);
    else if (segments.pop() === undefined) return null;
  }
  return segments.join('/');
}

/** The folder itself, then each folder above it, the top folder last. */
export function foldersUpward(folder: string): string[] {
  const folders = [folder];
  for (let current = folder; current !== '';) {
    current = folderOf(current);
    folders.push(current);
  }
  return folders;
}

/** True when `path` lies in `folder` (everything lies in the top folder). */
export function isInside(path: string, folder: string): boolean {
  return folder === '' || path.startsWith(`${folder}/`);
}

/** Plain code unit order: the same on every machine, unlike `localeCompare`. */
export function byText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
