import type { ArchitectureJob } from '../job.js';
import type {
  ArchitectureDiagnostic,
  ArchitectureReport,
  Coverage,
  Evidence,
  Relation,
} from './architecture-report.js';
import { assignComponents, splitFlat } from './components/component-map.js';
import { buildComponents, relate } from './components/component-model.js';
import { countBy, coverageOf, warningsOf } from './coverage.js';
import { CompilerOptionsLoader } from './discovery/compiler-options.js';
import { type PackageManifest, readManifests } from './discovery/package-manifest.js';
import { discoverPython } from './discovery/python-project.js';
import { byText } from './discovery/relative-path.js';
import { SourceSet } from './discovery/source-set.js';
import { readFiles } from './extraction/read-files.js';
import { findEntryPoints } from './facts/entry-points.js';
import { findExternalParts } from './facts/external-parts.js';
import { findCycles } from './graph/cycles.js';
import { FileGraph } from './graph/file-graph.js';
import { JavascriptResolver } from './resolution/javascript-resolver.js';
import { PythonResolver } from './resolution/python-resolver.js';
import { resolveImports } from './resolution/resolve-imports.js';
import { suggest } from './suggestions/suggest.js';
import { drawViews } from './views/draw-views.js';

/**
 * Longest reading of files, ms; what is unread then is told as a diagnostic and the report is partial. What follows takes
 * up to as long again, and the job is killed without an answer soon after that.
 */
const READ_BUDGET_MS = 4_500;
/** Most diagnostics that an answer lists one by one. */
const DIAGNOSTICS_SHOWN = 100;

/**
 * Code → architecture: files, their imports, components, cycles, facts, advice and views. Depends on nothing but the
 * files' paths and contents (and on the clock only where the budget runs out), so one upload always gives the same bytes.
 */
export async function generateArchitecture(
  { files, dropped }: Pick<ArchitectureJob, 'files' | 'dropped'>,
  readBudgetMs = READ_BUDGET_MS,
): Promise<ArchitectureReport> {
  const deadline = performance.now() + readBudgetMs;
  const sources = new SourceSet(files);
  const diagnostics: ArchitectureDiagnostic[] = [];
  const manifests = readManifests(sources, diagnostics);
  const options = new CompilerOptionsLoader(sources, manifests, diagnostics);
  const { facts, unread } = await readFiles(sources, options, deadline, diagnostics);
  const javascript = new JavascriptResolver(sources, manifests, (path) => options.optionsFor(path));
  const python = discoverPython(sources);
  const imports = resolveImports(sources, facts, javascript, new PythonResolver(sources, python));
  const graph = new FileGraph(
    facts.map(({ path }) => path),
    imports.internal,
  );
  const coverage = coverageOf(sources, facts, imports.counts, dropped);
  const warnings = warningsOf(coverage, graph.dependencies.length, unread.length);
  tellGaps(diagnostics, warnings, unread, javascript.undeclared);

  const evidenceOf = (from: string, to: string): Evidence[] =>
    (graph.dependency(from, to)?.offsets ?? []).slice(0, 3).map((offset) => sources.evidence(from, offset));
  const sizes = facts.map(({ path, language }) => ({ path, language, lines: sources.lineCount(path) }));
  const components = buildComponents(sizes, splitFlat(assignComponents(graph.files)), graph, evidenceOf);
  const { cycles, runtimeSizes, allSizes } = findCycles(graph, evidenceOf);
  const entryPoints = findEntryPoints(sources, facts, manifests);
  const { stores, services } = findExternalParts(
    sources,
    facts,
    imports.external,
    manifests,
    python,
    components.componentOf,
  );
  const suggestions = suggest({
    files: graph,
    cycles,
    folderRelations: relate(graph, assignComponents(graph.files, Infinity), evidenceOf),
    entryPoints,
    evidenceOf,
    firstLine: (path) => sources.evidence(path, 0),
  });
  const system = systemOf(sources, manifests, coverage);
  return {
    partial: unread.length > 0,
    diagnostics: shown(diagnostics),
    coverage,
    unresolved: imports.unresolved,
    components: components.components,
    relations: [...components.relations, ...fileRelations(graph, evidenceOf)],
    layers: components.layers,
    cycles,
    entry_points: entryPoints,
    data_stores: stores,
    external_services: services,
    metrics: {
      files: graph.files.length,
      dependencies: graph.dependencies.length,
      by_kind: countBy(graph.dependencies.map(({ kind }) => kind)),
      runtime_cycle_sizes: runtimeSizes,
      all_cycle_sizes: allSizes,
      components: components.metrics,
    },
    suggestions,
    views: await drawViews({
      system,
      coverage,
      warnings,
      components,
      cycles,
      graph,
      entryPoints,
      stores,
      services,
      evidenceOf,
    }),
  };
}

function fileRelations(graph: FileGraph, evidenceOf: (from: string, to: string) => Evidence[]): Relation[] {
  return graph.dependencies.map(({ from, to, kinds, offsets }) => ({
    level: 'file',
    from,
    to,
    count: offsets.length,
    kinds,
    evidence: evidenceOf(from, to),
  }));
}

function tellGaps(
  diagnostics: ArchitectureDiagnostic[],
  warnings: readonly string[],
  unread: readonly string[],
  undeclared: ReadonlySet<string>,
): void {
  const [first] = unread;
  if (first !== undefined) {
    const message = `The time budget was over before ${unread.length} files were read, from this one on.`;
    diagnostics.unshift({ code: 'analysis_incomplete', message, path: first });
  }
  for (const message of warnings) diagnostics.push({ code: 'coverage', message });
  if (undeclared.size === 0) return;
  const names = [...undeclared].sort(byText);
  const more = names.length > 20 ? `, and ${names.length - 20} more` : '';
  const message = `Imported, but declared by no package.json above: ${names.slice(0, 20).join(', ')}${more}.`;
  diagnostics.push({ code: 'undeclared_packages', message });
}

function shown(diagnostics: readonly ArchitectureDiagnostic[]): ArchitectureDiagnostic[] {
  if (diagnostics.length <= DIAGNOSTICS_SHOWN) return [...diagnostics];
  const message = `${diagnostics.length - DIAGNOSTICS_SHOWN} more diagnostics are not listed.`;
  return [...diagnostics.slice(0, DIAGNOSTICS_SHOWN), { code: 'more_diagnostics', message }];
}

/** Named by the outermost package.json, else by pyproject.toml, else not at all. */
function systemOf(sources: SourceSet, manifests: readonly PackageManifest[], { files, lines }: Coverage) {
  const [outermost] = manifests.toSorted((a, b) => a.folder.length - b.folder.length || byText(a.path, b.path));
  const pyproject = /^[ \t]*name\s*=\s*["']([^"'\n]{1,100})["']/m.exec(sources.read('pyproject.toml') ?? '')?.[1];
  return { name: outermost?.name ?? pyproject ?? 'The system', note: `${files.analysed} files · ${lines} lines` };
}
