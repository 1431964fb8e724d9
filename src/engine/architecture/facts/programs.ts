import type { EntryPoint } from '../architecture-report.js';
import { isTest } from '../components/component-map.js';
import type { PackageManifest } from '../discovery/package-manifest.js';
import { joinPath } from '../discovery/relative-path.js';
import type { SourceSet } from '../discovery/source-set.js';
import type { FileFacts } from '../extraction/source-facts.js';

/** Scripts that run the program itself, as opposed to building, testing or linting it. */
const programScript = /^(start|serve|worker|cli|migrate|seed)([:-].*)?$/;

/** Where programs start by their manifests: commands, the main file, scripts that run the program. */
export function findPrograms(sources: SourceSet, manifest: PackageManifest): EntryPoint[] {
  if (isTest(manifest.path)) return [];
  const at = (key: string, after = 0) => Math.max(0, sources.text(manifest.path).indexOf(JSON.stringify(key), after));
  const entry = (kind: EntryPoint['kind'], name: string, offset: number): EntryPoint => ({
    kind,
    name,
    framework: null,
    confidence: 0.9,
    evidence: [sources.evidence(manifest.path, offset)],
  });
  const scripts = Object.keys(manifest.scripts).filter((name) => programScript.test(name));
  return [
    ...Object.keys(manifest.bin).map((name) => entry('command', name, at('bin'))),
    ...(manifest.main === null
      ? []
      : [entry('main', joinPath(manifest.folder, manifest.main) ?? manifest.main, at('main'))]),
    ...scripts.map((name) => entry('script', name, at(name, at('scripts')))),
  ];
}

/** `if __name__ == "__main__"`, outside tests. */
export function findMainGuard(sources: SourceSet, file: FileFacts): EntryPoint[] {
  if (file.mainGuard === null || isTest(file.path)) return [];
  const evidence = [sources.evidence(file.path, file.mainGuard)];
  return [{ kind: 'main', name: file.path, framework: null, confidence: 0.9, evidence }];
}
