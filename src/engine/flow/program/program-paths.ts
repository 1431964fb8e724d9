/** The paths of a program's files, and those that end alike. */
export class ProgramPaths {
  private readonly all: ReadonlySet<string>;
  private readonly byName = new Map<string, string[]>();

  constructor(paths: readonly string[]) {
    this.all = new Set(paths);
    for (const path of paths) {
      const name = nameOf(path);
      const namesakes = this.byName.get(name);
      if (namesakes) namesakes.push(path);
      else this.byName.set(name, [path]);
    }
  }

  has(path: string): boolean {
    return this.all.has(path);
  }

  /** The one file of this path, or the only one that ends in it, whatever folder the program lies in. */
  only(suffix: string): string | null {
    if (this.all.has(suffix)) return suffix;
    const found = (this.byName.get(nameOf(suffix)) ?? []).filter((path) => path.endsWith(`/${suffix}`));
    return found.length === 1 ? (found[0] ?? null) : null;
  }
}

export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

export function folderOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '' : path.slice(0, slash);
}

/** A relative path from a folder; null when it leaves the program. */
export function joined(folder: string, relative: string): string | null {
  const segments = folder === '' ? [] : folder.split('/');
  for (const segment of relative.split('/')) {
    if (segment === '..') {
      if (segments.pop() === undefined) return null;
    } else if (segment !== '.' && segment !== '') segments.push(segment);
  }
  return segments.join('/');
}
