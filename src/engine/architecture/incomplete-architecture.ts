import type { SourceFile } from '../job.js';
import type { DroppedFiles, ArchitectureReport, ViewName } from './architecture-report.js';
import { viewNames } from './architecture-report.js';
import { coverageOf } from './coverage.js';
import { SourceSet } from './discovery/source-set.js';
import { finishView } from './views/draw-views.js';
import type { ViewModel } from './views/view-model.js';

/** The answer when the engine gave none, because it was over a budget: nothing found, and every view says why. */
export async function incompleteArchitecture(
  files: readonly SourceFile[],
  dropped: readonly DroppedFiles[],
  reason: string,
): Promise<ArchitectureReport> {
  const counts = { total: 0, internal: 0, resolved: 0, unresolved: 0, external: 0, builtin: 0 };
  const coverage = { ...coverageOf(new SourceSet(files), [], counts, dropped), ratio: 0 };
  const view = async (name: ViewName) => [name, await finishView(emptyView(name, reason), coverage)] as const;
  return {
    partial: true,
    diagnostics: [{ code: 'analysis_incomplete', message: reason }],
    coverage,
    unresolved: [],
    components: [],
    relations: [],
    layers: [],
    cycles: [],
    entry_points: [],
    data_stores: [],
    external_services: [],
    metrics: { files: 0, dependencies: 0, by_kind: {}, runtime_cycle_sizes: [], all_cycle_sizes: [], components: [] },
    suggestions: [],
    views: Object.fromEntries(await Promise.all(viewNames.map(view))) as ArchitectureReport['views'],
  };
}

function emptyView(name: ViewName, reason: string): ViewModel {
  const title = `${name.charAt(0).toUpperCase()}${name.slice(1)}: not available`;
  const omitted = { boxes: 0, arrows: 0 };
  return {
    title,
    boxes: [],
    arrows: [],
    omitted,
    warnings: [reason],
    arrowLegend: {},
    emptyText: 'The budget ran out before anything could be drawn.',
  };
}
