import type { Arrow, Cycle, Evidence } from '../architecture-report.js';
import { folderOf, nameOf } from '../discovery/relative-path.js';
import type { FileGraph } from '../graph/file-graph.js';
import { BOX_BUDGET, box, withinBudget, type ViewModel } from './view-model.js';

/** Knots drawn in one picture: as many whole ones as the budget holds. */
export function cyclesView(
  cycles: readonly Cycle[],
  graph: FileGraph,
  evidenceOf: (from: string, to: string) => Evidence[],
  warnings: readonly string[],
): ViewModel {
  const shown = new Map<string, Cycle>();
  const cut = new Set<string>();
  for (const cycle of cycles) {
    const files = cycle.files.length <= BOX_BUDGET ? cycle.files : excerpt(cycle);
    if (shown.size + files.length > BOX_BUDGET) continue;
    for (const file of files) if (!shown.has(file)) shown.set(file, cycle);
    for (const { from, to } of cycle.cut) cut.add(`${from}\0${to}`);
  }
  const arrows = graph.dependencies
    .filter(({ from, to }) => shown.has(from) && shown.get(from) === shown.get(to))
    .map(({ from, to, kind }): Arrow => {
      const style = cut.has(`${from}\0${to}`) ? 'cut' : kind === 'runtime' ? 'normal' : 'soft';
      const weight = style === 'cut' ? 3 : style === 'normal' ? 2 : 1;
      return { from, to, label: style === 'cut' ? 'cut' : '', weight, style, evidence: evidenceOf(from, to) };
    });
  const total = new Set(cycles.flatMap(({ files }) => files)).size;
  return withinBudget({
    title: cycles.length === 0 ? 'Import cycles: none' : `Import cycles: ${cycles.length}, with ${total} files`,
    boxes: [...shown].map(([file, cycle]) =>
      box(file, 'file', nameOf(file), `${folderOf(file) || 'top folder'} · ${cycle.kind}`),
    ),
    arrows,
    warnings: total > shown.size ? [...warnings, `${shown.size} of ${total} files are drawn`] : [...warnings],
    arrowLegend: {
      normal: 'imports at run time',
      soft: 'imports types, or late',
      cut: 'to cut: unties the cycle',
    },
    emptyText: 'No file reaches itself through its imports.',
  });
}

/** Of a knot over the budget: its shortest way round, then the files at the ends of the imports to cut. */
function excerpt(cycle: Cycle): string[] {
  const files = new Set([...cycle.witness.path, ...cycle.cut.flatMap(({ from, to }) => [from, to])]);
  return [...files].slice(0, BOX_BUDGET);
}
