import type { LanguageId } from '../../tree/syntax-tree.js';
import { constantScope } from './constant-scope.js';
import { goScope } from './go-packages.js';
import { headerScope } from './header-scope.js';
import { javascriptScope } from './javascript-modules.js';
import { namespaceScope } from './namespaces.js';
import type { NameScope } from './part.js';
import { ProgramPaths } from './program-paths.js';
import { pythonScope } from './python-modules.js';
import { rustScope } from './rust-modules.js';

/** Languages whose files name each other. */
const families: Readonly<Partial<Record<LanguageId, LanguageId>>> = { javascript: 'typescript', c: 'cpp' };

export function familyOf(language: LanguageId): LanguageId {
  return families[language] ?? language;
}

/**
 * How files of a family find each other's names.
 * @param paths of the family's files
 * @param goModule the path that go.mod gives the program, or null
 */
export function scopeOf(family: LanguageId, paths: readonly string[], goModule: string | null): NameScope {
  switch (family) {
    case 'python':
      return pythonScope(new ProgramPaths(paths));
    case 'typescript':
      return javascriptScope(new ProgramPaths(paths));
    case 'rust':
      return rustScope(new ProgramPaths(paths));
    case 'go':
      return goScope(paths, goModule);
    case 'ruby':
      return constantScope;
    case 'cpp':
      return headerScope;
    default:
      return namespaceScope;
  }
}
