import { builtinModules } from 'node:module';
import type { CompilerOptions } from '../discovery/compiler-options.js';
import type { PackageManifest } from '../discovery/package-manifest.js';
import { folderOf, isInside, joinPath } from '../discovery/relative-path.js';
import type { SourceSet } from '../discovery/source-set.js';
import { ModuleFiles } from './module-files.js';
import { matchPattern, packageTargets } from './package-targets.js';
import { internal, type Resolution, unresolved } from './resolution.js';

const builtins = new Set(builtinModules);
const asset =
  /\.(css|s[ac]ss|less|styl|svg|png|jpe?g|gif|webp|avif|ico|woff2?|ttf|html?|md|mdx|txt|ya?ml|graphql|gql|sql|wasm|node|mp[34]|pdf|csv|json5?|vue|svelte|astro|hbs|ejs|pug|lua|proto)(\?.*)?$/i;

const copies = /(^|\/)(__)?(fixtures?|examples?|templates?|tests?|mocks?|samples?)(__)?(\/|$)/i;

/**
 * Resolves specifiers over the uploaded files alone: no `node_modules` and no file system. Order as in the compiler:
 * relative; `#imports`; aliases; `baseUrl`; builtins; packages of the upload; then the outside. What can only mean the
 * upload and is not there comes back as unresolved with the reason, never as external.
 */
export class JavascriptResolver {
  private readonly files: ModuleFiles;
  private readonly byName = new Map<string, PackageManifest>();
  private readonly cache = new Map<string, Resolution>();
  /** Packages that are imported but that no manifest above the importing file declares. */
  readonly undeclared = new Set<string>();

  constructor(
    private readonly sources: SourceSet,
    private readonly manifests: readonly PackageManifest[],
    private readonly optionsFor: (path: string) => CompilerOptions,
  ) {
    this.files = new ModuleFiles(sources);
    // The outermost of several packages with one name; copies in fixtures and templates are nobody's dependency.
    const real = manifests.filter(({ folder }) => !copies.test(folder));
    for (const manifest of real.sort((a, b) => depth(a.folder) - depth(b.folder))) {
      if (manifest.name !== null && !this.byName.has(manifest.name)) this.byName.set(manifest.name, manifest);
    }
  }

  resolve(from: string, specifier: string): Resolution {
    const key = `${folderOf(from)}\0${specifier}`;
    let resolution = this.cache.get(key);
    if (resolution === undefined) {
      resolution = this.look(from, specifier);
      this.cache.set(key, resolution);
    }
    return resolution;
  }

  private look(from: string, specifier: string): Resolution {
    const bare = specifier.replace(/[?].*$/, '');
    if (/^\.{1,2}(\/|$)/.test(bare)) return this.relative(from, bare);
    if (bare.startsWith('#')) return this.packageImport(from, bare);
    if (/^[a-z][a-z0-9+.-]*:/i.test(bare)) {
      return bare.startsWith('node:') ? { to: 'builtin', name: bare } : { to: 'external', name: bare };
    }
    const options = this.optionsFor(from);
    const alias = this.alias(options, bare);
    if (alias.found !== null) return internal(alias.found);
    const based = options.baseUrl === null ? null : joinPath(options.baseUrl, bare);
    const found = based === null ? null : this.files.find(based);
    if (found !== null) return internal(found);
    if (builtins.has(bare) || builtins.has(bare.split('/', 1)[0] as string)) return { to: 'builtin', name: bare };
    return this.named(from, bare, alias.matched);
  }

  private relative(from: string, specifier: string): Resolution {
    const path = joinPath(folderOf(from), specifier);
    if (path === null) return unresolved('the path leaves the upload');
    const found = this.files.find(path, /(^|\/)\.{0,2}$/.test(specifier));
    if (found !== null) return internal(found);
    return asset.test(specifier) ? { to: 'asset' } : unresolved('no such file in the upload');
  }

  private packageImport(from: string, specifier: string): Resolution {
    const manifest = this.manifestAbove(from);
    const targets = manifest ? packageTargets(manifest.imports, specifier) : [];
    for (const target of targets) {
      if (!target.startsWith('.')) return this.resolve(from, target);
      const found = manifest ? this.files.findBuilt(manifest.folder, target) : null;
      if (found !== null) return internal(found);
    }
    // `#/*` and `#x` are also written as plain aliases.
    const alias = this.alias(this.optionsFor(from), specifier);
    if (alias.found !== null) return internal(alias.found);
    return unresolved(
      targets.length > 0 ? 'the file that "imports" names is not in the upload' : 'no such entry in "imports"',
    );
  }

  /** Exact patterns first, then the longest prefix; `matched` tells that a pattern fits though no file was found. */
  private alias(options: CompilerOptions, specifier: string): { found: string | null; matched: boolean } {
    let matched = false;
    const patterns = [...options.paths.keys()].sort((a, b) => prefixLength(b) - prefixLength(a));
    for (const pattern of patterns) {
      const middle = matchPattern(pattern, specifier);
      if (middle === null) continue;
      matched ||= pattern !== '*';
      for (const target of options.paths.get(pattern) ?? []) {
        const path = joinPath(
          '',
          target.replace('*', () => middle),
        );
        const found = path === null ? null : this.files.find(path);
        if (found !== null) return { found, matched };
      }
      break;
    }
    return { found: null, matched };
  }

  private named(from: string, specifier: string, aliasMatched: boolean): Resolution {
    const name = packageName(specifier);
    const own = this.byName.get(name);
    if (own !== undefined) {
      const found = this.entry(own, specifier.slice(name.length + 1));
      if (found !== null) return internal(found);
      return asset.test(specifier)
        ? { to: 'asset' }
        : unresolved(`the upload holds package ${name}, but not this entry`);
    }
    if (this.declares(from, name)) return { to: 'external', name };
    const guess = this.unconfigured(from, specifier);
    if (guess !== null) return internal(guess);
    if (asset.test(specifier)) return { to: 'asset' };
    if (aliasMatched) return unresolved('the alias is configured, but the file is not in the upload');
    if (/^(@|~|\$)(\/|$)/.test(specifier) || specifier.startsWith('/'))
      return unresolved('an alias without configuration');
    if (this.looksOwn(from, specifier))
      return unresolved('named like a part of the upload, but nothing maps it to a file');
    if (this.manifestAbove(from) !== undefined) this.undeclared.add(name);
    return { to: 'external', name };
  }

  private entry(manifest: PackageManifest, subpath: string): string | null {
    const { folder } = manifest;
    const targets = packageTargets(manifest.exports, subpath === '' ? '.' : `./${subpath}`);
    if (subpath !== '') targets.push(subpath, `src/${subpath}`, `lib/${subpath}`);
    else
      targets.push(
        ...[manifest.types, manifest.module, manifest.main].flatMap((entry) => entry ?? []),
        'src/index',
        'index',
      );
    for (const target of targets) {
      const found = this.files.findBuilt(folder, target);
      if (found !== null) return found;
    }
    return null;
  }

  /** Common aliases that frameworks configure elsewhere: `@/x` and `~/x` from `src` or the package's folder. */
  private unconfigured(from: string, specifier: string): string | null {
    const rest = /^(?:@|~|\$)?\/(.+)$/.exec(specifier)?.[1];
    if (rest === undefined) return null;
    const folder = this.manifestAbove(from)?.folder ?? '';
    for (const base of ['src', '', 'app', 'public']) {
      const path = joinPath(joinPath(folder, base) ?? '', rest);
      const found = path === null ? null : this.files.find(path);
      if (found !== null) return found;
    }
    return null;
  }

  /** An undeclared name that shares the scope or name of an uploaded package, or names a folder beside the manifest. */
  private looksOwn(from: string, specifier: string): boolean {
    const first = specifier.split('/', 1)[0] as string;
    if (first.startsWith('@')) {
      return [...this.byName.keys()].some((name) => name === first.slice(1) || name.startsWith(`${first}/`));
    }
    const folder = this.manifestAbove(from)?.folder ?? '';
    const beside = joinPath(folder, first);
    return specifier.includes('/') && beside !== null && this.sources.hasFolder(beside);
  }

  private declares(from: string, name: string): boolean {
    return this.manifests.some(
      ({ folder, dependencies }) =>
        isInside(from, folder) && (dependencies.has(name) || dependencies.has(typesPackage(name))),
    );
  }

  private manifestAbove(from: string): PackageManifest | undefined {
    let nearest: PackageManifest | undefined;
    for (const manifest of this.manifests) {
      const nearer = nearest === undefined || manifest.folder.length > nearest.folder.length;
      if (nearer && isInside(from, manifest.folder)) nearest = manifest;
    }
    return nearest;
  }
}

/** `@scope/name` or `name`. */
export function packageName(specifier: string): string {
  const [first = '', second] = specifier.split('/', 2);
  return first.startsWith('@') && second !== undefined ? `${first}/${second}` : first;
}

function typesPackage(name: string): string {
  return `@types/${name.replace(/^@([^/]+)\//, '$1__')}`;
}

function prefixLength(pattern: string): number {
  const star = pattern.indexOf('*');
  return star < 0 ? Number.MAX_SAFE_INTEGER : star;
}

function depth(folder: string): number {
  return folder === '' ? 0 : folder.split('/').length;
}
