import type { NameScope } from './part.js';
import { folderOf, nameOf } from './program-paths.js';

/**
 * C and C++: what is not `static` is everybody's. Of several, as in a folder of programs, the one lies nearest that belongs
 * to an included header by its name, then one of the same folder.
 */
export const headerScope: NameScope = {
  modules: () => null,
  nearness: (_written, { file, imports }, other) => {
    const isIncluded = [...imports.modules].some((header) => stem(header) === stem(other.file.path));
    if (isIncluded) return 0;
    return folderOf(file.path) === folderOf(other.file.path) ? 1 : 2;
  },
  isPlain: () => true,
};

function stem(path: string): string {
  return nameOf(path).replace(/\.\w+$/, '');
}
