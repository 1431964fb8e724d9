import type { Coverage, DependencyKind, UnresolvedImport } from '../architecture-report.js';
import { byText } from '../discovery/relative-path.js';
import type { SourceSet } from '../discovery/source-set.js';
import type { FileFacts, ImportStatement } from '../extraction/source-facts.js';
import type { ExternalImport } from '../facts/external-parts.js';
import type { JavascriptResolver } from './javascript-resolver.js';
import type { PythonResolver } from './python-resolver.js';
import type { Resolution } from './resolution.js';

export interface ResolvedImports {
  internal: { from: string; to: string; kind: DependencyKind; offset: number }[];
  external: ExternalImport[];
  unresolved: UnresolvedImport[];
  counts: Coverage['imports'];
}

/** Most places shown of one specifier that was not found. */
const EVIDENCE_SHOWN = 5;

/** Resolves every import of every file. An optional import that is not there is no gap: the program expects that. */
export function resolveImports(
  sources: SourceSet,
  facts: readonly FileFacts[],
  javascript: JavascriptResolver,
  python: PythonResolver,
): ResolvedImports {
  const found: ResolvedImports = {
    internal: [],
    external: [],
    unresolved: [],
    counts: { total: 0, internal: 0, resolved: 0, unresolved: 0, external: 0, builtin: 0 },
  };
  const gaps = new Map<string, UnresolvedImport>();
  for (const file of facts) {
    for (const statement of file.imports) {
      const resolutions =
        file.language === 'python'
          ? python.resolve(file.path, statement)
          : [javascript.resolve(file.path, statement.specifier)];
      found.counts.total += 1;
      for (const resolution of resolutions) record(sources, found, gaps, file, statement, resolution);
    }
  }
  found.unresolved = [...gaps.values()].sort((a, b) => byText(a.specifier, b.specifier) || byText(a.reason, b.reason));
  found.counts.internal = found.counts.resolved + found.counts.unresolved;
  return found;
}

function record(
  sources: SourceSet,
  found: ResolvedImports,
  gaps: Map<string, UnresolvedImport>,
  file: FileFacts,
  statement: ImportStatement,
  resolution: Resolution,
): void {
  const { specifier, kind, offset } = statement;
  const { counts } = found;
  switch (resolution.to) {
    case 'asset':
      return;
    case 'internal':
      counts.resolved += 1;
      found.internal.push({ from: file.path, to: resolution.path, kind, offset });
      return;
    case 'unresolved': {
      if (statement.optional) return;
      counts.unresolved += 1;
      const key = `${specifier}\0${kind}\0${resolution.reason}`;
      const gap = gaps.get(key) ?? { specifier, kind, reason: resolution.reason, evidence: [] };
      if (gap.evidence.length < EVIDENCE_SHOWN) gap.evidence.push(sources.evidence(file.path, offset));
      gaps.set(key, gap);
      return;
    }
    case 'external':
    case 'builtin': {
      counts[resolution.to] += 1;
      const language = file.language === 'python' ? 'python' : 'javascript';
      const typeOnly = kind === 'type-only' || kind === 'elidable';
      for (const each of wholeNames(statement)) {
        found.external.push({ from: file.path, name: resolution.name, specifier: each, language, typeOnly, offset });
      }
    }
  }
}

/** `from google.cloud import storage` may mean the module `google.cloud.storage`. */
function wholeNames({ specifier, names }: ImportStatement): string[] {
  return names.length === 0 ? [specifier] : names.map((name) => `${specifier}.${name}`);
}
