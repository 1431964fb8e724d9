import { readFileSync } from 'node:fs';
import { normalisedName, type PythonProject, rootsFor } from '../discovery/python-project.js';
import { folderOf, isInside, joinPath } from '../discovery/relative-path.js';
import type { SourceSet } from '../discovery/source-set.js';
import type { ImportStatement } from '../extraction/source-facts.js';
import { internal, type Resolution, unresolved } from './resolution.js';

const standardLibrary = new Set(
  readFileSync(new URL('./python-standard-library.txt', import.meta.url), 'utf8')
    .trim()
    .split('\n'),
);

/** A module of the upload: its file, or a folder that is a namespace package (PEP 420) and has none. */
interface Module {
  folder: string | null;
  file: string | null;
}

/**
 * Resolves Python imports over the uploaded files, by the path rules of importlib. `from m import a` depends on the
 * submodule `m.a` when there is one, else on `m`. What names a package of the upload and is not found is unresolved.
 */
export class PythonResolver {
  /** Folders that hold Python somewhere below: only these can be namespace packages. */
  private readonly pythonFolders = new Set<string>();

  constructor(
    private readonly sources: SourceSet,
    private readonly project: PythonProject,
  ) {
    for (const path of sources.paths) {
      if (!/\.pyi?$/.test(path)) continue;
      for (let folder = folderOf(path); !this.pythonFolders.has(folder); folder = folderOf(folder)) {
        this.pythonFolders.add(folder);
      }
    }
  }

  resolve(from: string, statement: ImportStatement): Resolution[] {
    const dots = /^\.*/.exec(statement.specifier)?.[0].length ?? 0;
    const segments = statement.specifier
      .slice(dots)
      .split('.')
      .filter((segment) => segment !== '');
    return dots > 0 ? this.relative(from, dots, segments, statement) : this.absolute(from, segments, statement);
  }

  private relative(from: string, dots: number, segments: string[], statement: ImportStatement): Resolution[] {
    const base = joinPath(folderOf(from), '../'.repeat(dots - 1));
    if (base === null) return [unresolved('the path leaves the upload')];
    const module = this.module(base, segments);
    return module === null ? [unresolved('no such module in the upload')] : this.members(module, statement);
  }

  private absolute(from: string, segments: string[], statement: ImportStatement): Resolution[] {
    const [first = ''] = segments;
    const folder = folderOf(from);
    // A script's own folder stands first on sys.path; a package's folder does not.
    const roots = [...(this.isPackage(folder) ? [] : [folder]), ...rootsFor(this.project, from)];
    const standard = standardLibrary.has(first);
    const installed = standard || this.project.dependencies.has(normalisedName(first));
    let owned = false;
    for (const root of roots) {
      const top = this.module(root, [first]);
      if (top === null) continue;
      // A mere folder does not hide an installed module, nor does another project's module hide the standard library's.
      if (top.file === null ? installed : standard && !isInside(from, root)) continue;
      owned ||= top.file !== null;
      const module = this.module(root, segments);
      if (module !== null) return this.members(module, statement);
    }
    if (owned) return [unresolved('the upload holds the package, but not this module')];
    if (standardLibrary.has(first)) return [{ to: 'builtin', name: first }];
    if (!installed) {
      const sibling = this.module(folder, segments);
      if (sibling?.file) return this.members(sibling, statement);
    }
    return [{ to: 'external', name: first }];
  }

  private members(module: Module, statement: ImportStatement): Resolution[] {
    const found = new Map<string, Resolution>();
    let whole = statement.names.length === 0;
    for (const name of statement.names) {
      const submodule = module.folder === null ? null : this.module(module.folder, [name]);
      if (submodule?.file) found.set(submodule.file, internal(submodule.file));
      else whole = true;
    }
    if (whole && module.file !== null) found.set(module.file, internal(module.file));
    // `import namespace` alone loads no file; a name that such a package does not hold is missing.
    if (whole && module.file === null && statement.names.length > 0) {
      found.set('', unresolved('no such module in this namespace package'));
    }
    return [...found.values()];
  }

  private module(base: string, segments: readonly string[]): Module | null {
    const path = joinPath(base, segments.join('/'));
    if (path === null) return null;
    const file = (name: string) =>
      ['.py', '.pyi'].map((ending) => name + ending).find((each) => this.sources.has(each));
    const packageFile = file(path === '' ? '__init__' : `${path}/__init__`);
    if (packageFile !== undefined) return { folder: path, file: packageFile };
    const plain = path === '' ? undefined : file(path);
    if (plain !== undefined) return { folder: null, file: plain };
    return this.pythonFolders.has(path) ? { folder: path, file: null } : null;
  }

  private isPackage(folder: string): boolean {
    return this.sources.has(folder === '' ? '__init__.py' : `${folder}/__init__.py`);
  }
}
