import type { Coverage, Cycle, EntryPoint, Evidence, ExternalPart, View, ViewName } from '../architecture-report.js';
import type { ComponentModel } from '../components/component-model.js';
import type { FileGraph } from '../graph/file-graph.js';
import { coverageLine } from '../coverage.js';
import { contextView } from './context-view.js';
import { cyclesView } from './cycles-view.js';
import { dependenciesView } from './dependencies-view.js';
import { toMermaid } from './mermaid.js';
import { toSvg } from './svg.js';
import { type ViewModel, warningsOf } from './view-model.js';

export interface ViewInput {
  system: { name: string; note: string };
  coverage: Coverage;
  warnings: readonly string[];
  components: ComponentModel;
  cycles: readonly Cycle[];
  graph: FileGraph;
  entryPoints: readonly EntryPoint[];
  stores: readonly ExternalPart[];
  services: readonly ExternalPart[];
  evidenceOf: (from: string, to: string) => Evidence[];
}

/** Every view of this version, each from one model in all its formats. */
export async function drawViews(input: ViewInput): Promise<Record<ViewName, View>> {
  const { warnings, coverage } = input;
  return {
    context: await finishView(
      contextView(input.system, input.entryPoints, input.stores, input.services, warnings),
      coverage,
    ),
    dependencies: await finishView(dependenciesView(input.components, warnings), coverage),
    cycles: await finishView(cyclesView(input.cycles, input.graph, input.evidenceOf, warnings), coverage),
  };
}

/** A view in all its formats. */
export async function finishView(model: ViewModel, coverage: Coverage): Promise<View> {
  const line = coverageLine(coverage);
  const { svg, view } = await toSvg(model, line);
  const { title, boxes, arrows, omitted } = view;
  return {
    title,
    boxes,
    arrows,
    omitted,
    warnings: warningsOf(view),
    coverage_line: line,
    mermaid: toMermaid(view),
    svg,
  };
}
