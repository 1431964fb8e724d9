import type { SourceFile } from '../job.js';
import type {
  ArchitectureDiagnostic,
  ArchitectureLanguage,
  ArchitectureReport,
  Coverage,
  EntryPoint,
  Evidence,
} from './architecture-report.js';
import { assignComponents } from './components/component-map.js';
import { buildComponents } from './components/component-model.js';
import { CompilerOptionsLoader } from './discovery/compiler-options.js';
import { type PackageManifest, readManifests } from './discovery/package-manifest.js';
import { discoverPython } from './discovery/python-project.js';
import { byText } from './discovery/relative-path.js';
import { SourceSet } from './discovery/source-set.js';
import { readFiles } from './extraction/read-files.js';
import type { FileFacts } from './extraction/source-facts.js';
import { isTest } from './components/component-map.js';
import { findExternalParts } from './facts/external-parts.js';
import { findRoutes } from './facts/http-routes.js';
import { findMainGuard, findPrograms } from './facts/programs.js';
import { findCycles } from './graph/cycles.js';
import { FileGraph } from './graph/file-graph.js';
import { JavascriptResolver } from './resolution/javascript-resolver.js';
import { PythonResolver } from './resolution/python-resolver.js';
import { resolveImports } from './resolution/resolve-imports.js';
import { suggest } from './suggestions/suggest.js';
import { drawViews } from './views/draw-views.js';

export interface GenerateOptions {
  /** Longest reading of files, ms; what is unread then is told as a diagnostic and the report is partial. */
  readBudgetMs?: number;
  /** Files that the intake left out, by reason. */
  dropped?: Coverage['dropped'];
}

const READ_BUDGET_MS = 6_000;

/**
 * Code → architecture: files, their imports, components, cycles, facts, advice and views. Depends on nothing but the
 * files' paths and contents (and on the clock only where the budget runs out), so one upload always gives the same bytes.
 */
export async function generateArchitecture(
  files: readonly SourceFile[],
  { readBudgetMs = READ_BUDGET_MS, dropped = [] }: GenerateOptions = {},
): Promise<ArchitectureReport> {
  const deadline = performance.now() + readBudgetMs;
  const sources = new SourceSet(files);
  const diagnostics: ArchitectureDiagnostic[] = [];
  const manifests = readManifests(sources, diagnostics);
  const options = new CompilerOptionsLoader(sources, manifests, diagnostics);
  const { facts, unread } = await readFiles(sources, options, deadline, diagnostics);
  if (unread.length > 0) {
    diagnostics.push({ code: 'time_budget', message: `The time was over before ${unread.length} files were read.` });
  }
  const javascript = new JavascriptResolver(sources, manifests, (path) => options.optionsFor(path));
  const python = new PythonResolver(sources, discoverPython(sources));
  const imports = resolveImports(sources, facts, javascript, python);
  if (javascript.undeclared.size > 0) {
    const names = [...javascript.undeclared].sort(byText);
    diagnostics.push({
      code: 'undeclared_packages',
      message: `Imported, but declared by no package.json above: ${names.slice(0, 20).join(', ')}${names.length > 20 ? `, and ${names.length - 20} more` : ''}.`,
    });
  }
  const graph = new FileGraph(
    facts.map(({ path }) => path),
    imports.internal,
  );
  const coverage = coverageOf(sources, facts, imports.counts, dropped);
  const warnings = warningsOf(coverage, graph, unread.length);
  for (const message of warnings) diagnostics.push({ code: 'low_coverage', message });

  const evidenceOf = (from: string, to: string): Evidence[] =>
    (graph.dependency(from, to)?.offsets ?? []).slice(0, 3).map((offset) => sources.evidence(from, offset));
  const sizes = facts.map(({ path, language }) => ({ path, language, lines: sources.lineCount(path) }));
  const components = buildComponents(sizes, assignComponents(graph.files), graph, evidenceOf);
  const { cycles, runtimeSizes, allSizes } = findCycles(graph, evidenceOf);
  const entryPoints = findEntryPoints(sources, facts, manifests);
  const { stores, services } = findExternalParts(sources, facts, imports.external, manifests, components.componentOf);
  const suggestions = suggest({
    files: graph,
    cycles,
    components,
    entryPoints,
    evidenceOf,
    firstLine: (path) => sources.evidence(path, 0),
  });
  const views = await drawViews({
    system: systemOf(sources, manifests, coverage),
    coverage,
    warnings,
    components,
    cycles,
    graph,
    entryPoints,
    stores,
    services,
    evidenceOf,
  });
  return {
    partial: unread.length > 0,
    diagnostics,
    coverage,
    unresolved: imports.unresolved,
    components: components.components,
    relations: components.relations,
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
    views,
  };
}

function coverageOf(
  sources: SourceSet,
  facts: readonly FileFacts[],
  imports: Coverage['imports'],
  dropped: Coverage['dropped'],
): Coverage {
  return {
    files: {
      received: sources.paths.length + dropped.reduce((total, { files }) => total + files, 0),
      analysed: facts.length,
      by_language: countBy(facts.map(({ language }) => language)) as Partial<Record<ArchitectureLanguage, number>>,
    },
    lines: facts.reduce((total, { path }) => total + sources.lineCount(path), 0),
    dropped,
    imports,
    ratio: imports.internal === 0 ? 1 : Math.floor((imports.resolved / imports.internal) * 1000) / 1000,
  };
}

/** Below this share of resolved imports every view carries a warning. */
const ENOUGH = 0.95;

function warningsOf({ ratio, imports, files }: Coverage, graph: FileGraph, unread: number): string[] {
  const warnings: string[] = [];
  if (unread > 0) warnings.push(`${unread} files were not read in time: the picture is not whole.`);
  if (ratio < ENOUGH) {
    warnings.push(
      `Only ${percent(ratio)} of the imports that look internal were found (${imports.unresolved} missing): see "unresolved".`,
    );
  }
  if (graph.dependencies.length === 0 && files.analysed > 1) {
    warnings.push(`No dependency was found between ${files.analysed} files (${imports.total} imports were read).`);
  }
  return warnings;
}

export function percent(ratio: number): string {
  return `${(Math.floor(ratio * 1000) / 10).toString()} %`;
}

function findEntryPoints(
  sources: SourceSet,
  facts: readonly FileFacts[],
  manifests: readonly PackageManifest[],
): EntryPoint[] {
  const inCode = facts
    .filter(({ path }) => !isTest(path))
    .flatMap((file) => [...findRoutes(sources, file), ...findMainGuard(sources, file)]);
  const found = [...manifests.flatMap((manifest) => findPrograms(sources, manifest)), ...inCode];
  return found.sort(
    (a, b) =>
      byText(a.kind, b.kind) || byText(a.name, b.name) || byText(a.evidence[0]?.path ?? '', b.evidence[0]?.path ?? ''),
  );
}

/** Named by the outermost package.json, else by what the upload is. */
function systemOf(sources: SourceSet, manifests: readonly PackageManifest[], { files, lines }: Coverage) {
  const [outermost] = manifests.toSorted((a, b) => a.folder.length - b.folder.length || byText(a.path, b.path));
  const pyproject = /^\s*name\s*=\s*["']([^"'\n]{1,100})["']/m.exec(sources.read('pyproject.toml') ?? '')?.[1];
  return { name: outermost?.name ?? pyproject ?? 'The system', note: `${files.analysed} files · ${lines} lines` };
}

function countBy(keys: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const key of keys.toSorted(byText)) counts[key] = (counts[key] ?? 0) + 1;
  return counts;
}
