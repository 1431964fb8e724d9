import type { ArchitectureDiagnostic } from '../architecture-report.js';
import { asRecord, asString, asStrings, parseJsonc } from './jsonc.js';
import type { PackageManifest } from './package-manifest.js';
import { folderOf, foldersUpward, joinPath } from './relative-path.js';
import type { SourceSet } from './source-set.js';

/** What tsconfig.json and jsconfig.json say about resolving and emitting imports. */
export interface CompilerOptions {
  /** Folder that bare specifiers may start from. */
  baseUrl: string | null;
  /** Alias pattern (at most one `*`) → targets as paths of the upload. */
  paths: ReadonlyMap<string, readonly string[]>;
  /** Imports are emitted as written: nothing is elided. */
  verbatimModuleSyntax: boolean;
  /** Types of decorated classes' parameters stay at run time. */
  emitDecoratorMetadata: boolean;
}

const none: CompilerOptions = {
  baseUrl: null,
  paths: new Map(),
  verbatimModuleSyntax: false,
  emitDecoratorMetadata: false,
};

/** Looked for in each folder from the file upwards; the base is what a monorepo's projects usually extend. */
const fileNames = ['tsconfig.json', 'jsconfig.json', 'tsconfig.base.json'];

/**
 * Own loader, because the usual ones fail as a whole when `extends` names a package that is not installed, and an
 * upload never has one installed: here that is a warning and the local options stay. Reads JSONC, `extends` chains and
 * arrays (later ones win, the file itself last), `${configDir}`, `paths` with and without `baseUrl`, and the configs
 * that a solution file only refers to.
 */
export class CompilerOptionsLoader {
  private readonly byConfig = new Map<string, CompilerOptions>();
  private readonly byFolder = new Map<string, CompilerOptions>();
  private readonly warned = new Set<string>();

  constructor(
    private readonly sources: SourceSet,
    private readonly manifests: readonly PackageManifest[],
    private readonly diagnostics: ArchitectureDiagnostic[],
  ) {}

  /** Options for a source file: those of the nearest config at or above its folder. */
  optionsFor(path: string): CompilerOptions {
    const folder = folderOf(path);
    let options = this.byFolder.get(folder);
    if (options === undefined) {
      options = this.nearest(folder);
      this.byFolder.set(folder, options);
    }
    return options;
  }

  private nearest(folder: string): CompilerOptions {
    for (const current of foldersUpward(folder)) {
      for (const name of fileNames) {
        const config = joinPath(current, name);
        if (config !== null && this.sources.has(config)) return this.load(config);
      }
    }
    return none;
  }

  private load(config: string): CompilerOptions {
    const known = this.byConfig.get(config);
    if (known) return known;
    const own = this.chain(config, config, []);
    const options = own.paths.size > 0 || own.baseUrl !== null ? own : { ...own, ...this.referredPaths(config) };
    this.byConfig.set(config, options);
    return options;
  }

  /** A solution file (`files: []` and `references`) leaves the aliases to the configs it refers to. */
  private referredPaths(config: string): Partial<CompilerOptions> {
    const references = this.parse(config)?.references;
    if (!Array.isArray(references)) return {};
    for (const reference of references) {
      const target = this.existing(folderOf(config), asString(asRecord(reference)?.path) ?? '');
      if (target === null) continue;
      const { baseUrl, paths } = this.chain(target, target, []);
      if (paths.size > 0 || baseUrl !== null) return { baseUrl, paths };
    }
    return {};
  }

  private chain(config: string, leaf: string, seen: readonly string[]): CompilerOptions {
    const content = this.parse(config);
    if (content === undefined || seen.includes(config)) return none;
    let merged = none;
    const parents = typeof content.extends === 'string' ? [content.extends] : asStrings(content.extends);
    for (const parent of parents) {
      const target = this.parentOf(config, parent);
      if (target === null) {
        this.warn(
          config,
          'tsconfig_extends_missing',
          `"extends": "${parent}" is not in the upload; the options of this file are used alone.`,
        );
      } else {
        merged = overlay(merged, this.chain(target, leaf, [...seen, config]));
      }
    }
    return ownOptions(asRecord(content.compilerOptions) ?? {}, folderOf(config), folderOf(leaf), merged);
  }

  private parentOf(config: string, specifier: string): string | null {
    if (/^\.{0,2}\//.test(specifier) || specifier === '.' || specifier === '..') {
      return this.existing(folderOf(config), specifier);
    }
    const manifest = this.manifests.find(
      ({ name }) => name !== null && (specifier === name || specifier.startsWith(`${name}/`)),
    );
    return manifest?.name ? this.existing(manifest.folder, specifier.slice(manifest.name.length + 1)) : null;
  }

  private existing(folder: string, specifier: string): string | null {
    const path = joinPath(folder, specifier);
    if (path === null) return null;
    const candidates = [path, `${path}.json`, path === '' ? 'tsconfig.json' : `${path}/tsconfig.json`];
    return candidates.find((candidate) => this.sources.has(candidate)) ?? null;
  }

  private parse(config: string): Record<string, unknown> | undefined {
    try {
      const content = asRecord(parseJsonc(this.sources.text(config)));
      if (content) return content;
    } catch {
      // Told below, like a file that holds something else than an object.
    }
    this.warn(config, 'tsconfig_unreadable', 'This file is not valid JSON with comments; its aliases are unknown.');
    return undefined;
  }

  private warn(path: string, code: string, message: string): void {
    const key = `${code} ${path} ${message}`;
    if (this.warned.has(key)) return;
    this.warned.add(key);
    this.diagnostics.push({ code, message, path });
  }
}

function overlay(lower: CompilerOptions, upper: CompilerOptions): CompilerOptions {
  return {
    baseUrl: upper.baseUrl ?? lower.baseUrl,
    paths: upper.paths.size > 0 ? upper.paths : lower.paths,
    verbatimModuleSyntax: upper.verbatimModuleSyntax || lower.verbatimModuleSyntax,
    emitDecoratorMetadata: upper.emitDecoratorMetadata || lower.emitDecoratorMetadata,
  };
}

function ownOptions(
  written: Record<string, unknown>,
  folder: string,
  leafFolder: string,
  inherited: CompilerOptions,
): CompilerOptions {
  const place = (base: string, path: string) =>
    path.startsWith('${configDir}')
      ? joinPath(leafFolder, path.slice('${configDir}'.length + 1))
      : joinPath(base, path);
  const written_base = asString(written.baseUrl);
  const baseUrl = written_base === undefined ? inherited.baseUrl : place(folder, written_base);
  const aliases = asRecord(written.paths);
  const paths = new Map<string, readonly string[]>();
  for (const [pattern, targets] of Object.entries(aliases ?? {})) {
    const placed = asStrings(targets).map((target) => place(baseUrl ?? folder, target));
    paths.set(
      pattern,
      placed.filter((target): target is string => target !== null),
    );
  }
  const flag = (name: string, fallback: boolean) => (typeof written[name] === 'boolean' ? written[name] : fallback);
  return {
    baseUrl,
    paths: aliases ? paths : inherited.paths,
    verbatimModuleSyntax: flag('verbatimModuleSyntax', inherited.verbatimModuleSyntax),
    emitDecoratorMetadata: flag('emitDecoratorMetadata', inherited.emitDecoratorMetadata),
  };
}
