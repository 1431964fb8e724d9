import { asRecord, asString } from '../discovery/jsonc.js';
import { joinPath } from '../discovery/relative-path.js';
import type { SourceSet } from '../discovery/source-set.js';

/** Tried in the compiler's order: sources before declarations before scripts. */
const appended = ['.ts', '.tsx', '.d.ts', '.js', '.jsx', '.json', '.mts', '.cts', '.mjs', '.cjs', '.vue', '.svelte'];

/** A specifier with a script's extension may mean the source it is made from. */
const substituted: Readonly<Record<string, readonly string[]>> = {
  js: ['.ts', '.tsx', '.d.ts', '.js', '.jsx'],
  jsx: ['.tsx', '.d.ts', '.jsx'],
  mjs: ['.mts', '.d.mts', '.mjs'],
  cjs: ['.cts', '.d.cts', '.cjs'],
};

/** Folders that builds write to; a manifest of an upload usually points there while only the sources are uploaded. */
const outputFolder = /^(dist|build|lib|out|esm|cjs|es|output)(\/|$)/;

/** Finds the file that a module path means, as Node and the TypeScript compiler would. */
export class ModuleFiles {
  constructor(private readonly sources: SourceSet) {}

  /** `path` is without `..`; a trailing slash, `.` or `..` in the specifier means a folder only. */
  find(path: string, folderOnly = false): string | null {
    if (!folderOnly && path !== '') {
      const file = this.file(path);
      if (file !== null) return file;
    }
    return this.folder(path);
  }

  /**
   * The source behind a manifest's target (`./dist/index.js`): the file itself, else the same path under `src`, or
   * without the output folder.
   */
  findBuilt(folder: string, target: string): string | null {
    const plain = target.replace(/^\.\//, '');
    const inner = plain.replace(outputFolder, '');
    const guesses = inner === plain ? [plain, `src/${plain}`] : [plain, `src/${inner}`, inner, `lib/${inner}`];
    for (const guess of guesses) {
      const path = joinPath(folder, guess.replace(/\.d\.([cm]?)ts$/, '.$1js'));
      const found = path === null ? null : this.find(path);
      if (found !== null) return found;
    }
    return null;
  }

  private file(path: string): string | null {
    const extension = /\.([cm]?jsx?)$/.exec(path)?.[1];
    if (extension !== undefined) {
      const stem = path.slice(0, -extension.length - 1);
      const found = this.first(stem, substituted[extension] ?? []);
      if (found !== null) return found;
    }
    if (this.sources.has(path)) return path;
    return this.first(path, appended);
  }

  private folder(path: string): string | null {
    if (!this.sources.hasFolder(path)) return null;
    const within = (name: string) => (path === '' ? name : `${path}/${name}`);
    for (const entry of this.manifestEntries(within('package.json'))) {
      const target = joinPath(path, entry);
      const found =
        target === null || target === path ? null : (this.file(target) ?? this.first(`${target}/index`, appended));
      if (found !== null) return found;
    }
    return this.first(within('index'), appended);
  }

  private manifestEntries(manifest: string): string[] {
    const text = this.sources.read(manifest);
    if (text === undefined) return [];
    try {
      const content = asRecord(JSON.parse(text)) ?? {};
      return [content.types, content.module, content.main].flatMap((entry) => asString(entry) ?? []);
    } catch {
      return [];
    }
  }

  private first(stem: string, endings: readonly string[]): string | null {
    for (const ending of endings) if (this.sources.has(stem + ending)) return stem + ending;
    return null;
  }
}
