import type { ArchitectureDiagnostic } from '../architecture-report.js';
import { asRecord, asString } from './jsonc.js';
import { folderOf, nameOf } from './relative-path.js';
import type { SourceSet } from './source-set.js';

/** One package.json of the upload, as far as resolution and facts need it. */
export interface PackageManifest {
  /** Where the file is. */
  path: string;
  folder: string;
  name: string | null;
  main: string | null;
  module: string | null;
  types: string | null;
  /** Command name → file. */
  bin: Readonly<Record<string, string>>;
  scripts: Readonly<Record<string, string>>;
  /** `exports` and `imports` as written: resolution/package-exports reads them. */
  exports: unknown;
  imports: unknown;
  /** All declared dependencies, whatever their section. */
  dependencies: ReadonlySet<string>;
  /** Those needed while the program runs (dependencies, peer and optional ones). */
  runtimeDependencies: ReadonlySet<string>;
}

const runtimeSections = ['dependencies', 'peerDependencies', 'optionalDependencies'];

/** Reads every package.json; one that is not JSON becomes a diagnostic, never a silent gap. */
export function readManifests(sources: SourceSet, diagnostics: ArchitectureDiagnostic[]): PackageManifest[] {
  const manifests: PackageManifest[] = [];
  for (const path of sources.paths) {
    if (nameOf(path) !== 'package.json') continue;
    try {
      const content = asRecord(JSON.parse(sources.text(path)));
      if (content === undefined) throw new Error('not an object');
      manifests.push(manifestOf(path, content));
    } catch {
      diagnostics.push({ code: 'manifest_unreadable', message: 'This package.json is not valid JSON.', path });
    }
  }
  return manifests;
}

function manifestOf(path: string, content: Record<string, unknown>): PackageManifest {
  const section = (key: string) => Object.keys(asRecord(content[key]) ?? {});
  const runtimeDependencies = new Set(runtimeSections.flatMap(section));
  const name = asString(content.name) ?? null;
  return {
    path,
    folder: folderOf(path),
    name,
    main: asString(content.main) ?? null,
    module: asString(content.module) ?? null,
    types: asString(content.types) ?? asString(content.typings) ?? null,
    bin: binOf(content.bin, name, folderOf(path)),
    scripts: stringRecord(content.scripts),
    exports: content.exports,
    imports: content.imports,
    dependencies: new Set([...runtimeDependencies, ...section('devDependencies')]),
    runtimeDependencies,
  };
}

function binOf(bin: unknown, name: string | null, folder: string): Record<string, string> {
  if (typeof bin === 'string') return { [(name ?? nameOf(folder)).replace(/^@[^/]+\//, '')]: bin };
  return stringRecord(bin);
}

function stringRecord(value: unknown): Record<string, string> {
  const entries = Object.entries(asRecord(value) ?? {});
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}
