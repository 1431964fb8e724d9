import type { Found } from './checks/check.js';
import type { ManifestFormat } from './manifest-formats.js';

/** A manifest that leaves versions open, and no lock file beside it or above it (of a workspace) among a program's files. */
export function withoutLock(
  path: string,
  { locks, read, title }: ManifestFormat,
  paths: ReadonlySet<string>,
  text: string,
): Found[] {
  const [first] = locks;
  const [dependency] = read(text).dependencies.filter(({ source }) => source === null);
  if (first === undefined || dependency === undefined) return [];
  const segments = path.split('/');
  for (let depth = segments.length - 1; depth >= 0; depth -= 1) {
    const folder = segments
      .slice(0, depth)
      .map((segment) => `${segment}/`)
      .join('');
    if (locks.some((lock) => paths.has(folder + lock))) return [];
  }
  return [
    {
      rule: 'dependency/no-lock-file',
      place: dependency,
      message: `No lock file stands beside this ${title}, so each installation may take other versions. Commit ${first}.`,
    },
  ];
}
