import type { EntryPoint } from '../architecture-report.js';
import { isTest } from '../components/component-map.js';
import type { PackageManifest } from '../discovery/package-manifest.js';
import { byText } from '../discovery/relative-path.js';
import type { SourceSet } from '../discovery/source-set.js';
import type { FileFacts } from '../extraction/source-facts.js';
import { findRoutes } from './http-routes.js';
import { findMainGuard, findPrograms } from './programs.js';

/** Where the system is entered from outside, by manifests and by code that is no test. */
export function findEntryPoints(
  sources: SourceSet,
  facts: readonly FileFacts[],
  manifests: readonly PackageManifest[],
): EntryPoint[] {
  const inCode = facts
    .filter(({ path }) => !isTest(path))
    .flatMap((file) => [...findRoutes(sources, file), ...findMainGuard(sources, file)]);
  return [...manifests.flatMap((manifest) => findPrograms(sources, manifest)), ...inCode].sort(
    (a, b) => byText(a.kind, b.kind) || byText(a.name, b.name) || byText(place(a), place(b)),
  );
}

function place({ evidence: [first] }: EntryPoint): string {
  return first?.path ?? '';
}
