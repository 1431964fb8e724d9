import { type Cycle, type DependencyKind, dependencyKinds, type Evidence } from '../architecture-report.js';
import { isTest } from '../components/component-map.js';
import { Digraph } from './digraph.js';
import { feedbackArcs } from './feedback-arcs.js';
import type { FileGraph } from './file-graph.js';
import { shortestCycle } from './shortest-cycle.js';
import { knots } from './strongly-connected.js';

export interface CycleFindings {
  cycles: Cycle[];
  /** Sizes of the knots, largest first. */
  runtimeSizes: number[];
  allSizes: number[];
}

/**
 * Knots by runtime imports alone, then those that exist only because of imports that vanish or come late. A knot of all
 * kinds that is just a runtime knot again is told once. Within each, the largest first; knots of nothing but tests last.
 */
export function findCycles(files: FileGraph, evidenceOf: (from: string, to: string) => Evidence[]): CycleFindings {
  const runtime = files.digraph(['runtime']);
  const all = files.digraph(dependencyKinds);
  const runtimeKnots = knots(runtime);
  const allKnots = knots(all);
  const told = new Set(runtimeKnots.map((members) => members.join()));
  const describe = (graph: Digraph, kind: Cycle['kind']) => (members: number[]) =>
    describeKnot(files, graph, members, kind, evidenceOf);
  const found = [
    ...runtimeKnots.map(describe(runtime, 'runtime')),
    ...allKnots.filter((members) => !told.has(members.join())).map(describe(all, 'type-only')),
  ];
  return {
    cycles: found
      .toSorted((a, b) => amongTests(a) - amongTests(b))
      .map((cycle, at) => ({ ...cycle, id: `cycle-${at + 1}` })),
    runtimeSizes: runtimeKnots.map((members) => members.length),
    allSizes: allKnots.map((members) => members.length),
  };
}

function amongTests({ files }: Cycle): number {
  return files.every(isTest) ? 1 : 0;
}

function describeKnot(
  files: FileGraph,
  graph: Digraph,
  members: readonly number[],
  kind: Cycle['kind'],
  evidenceOf: (from: string, to: string) => Evidence[],
): Cycle {
  const part = graph.induced(members);
  const name = (at: number) => files.files[members[at] as number] as string;
  const round = shortestCycle(part).map(name);
  const path = [...round, round[0] as string];
  const cut = feedbackArcs(part).map(([from, to]) => ({
    from: name(from),
    to: name(to),
    kind: (files.dependency(name(from), name(to))?.kind ?? 'runtime') as DependencyKind,
    evidence: evidenceOf(name(from), name(to)),
  }));
  return {
    id: '',
    kind,
    files: members.map((_, at) => name(at)),
    dependencies: part.successors.reduce((total, targets) => total + targets.size, 0),
    witness: { path, evidence: round.flatMap((file, at) => evidenceOf(file, path[at + 1] as string).slice(0, 1)) },
    cut,
  };
}

/** Sizes of the knots that stay when the dependencies are cut: how the effect of an advice is verified. */
export function knotSizesWithout(
  files: FileGraph,
  kinds: readonly DependencyKind[],
  cut: readonly { from: string; to: string }[],
): number[] {
  const graph = files.digraph(kinds);
  for (const { from, to } of cut) graph.remove(files.index.get(from) as number, files.index.get(to) as number);
  return knots(graph).map((members) => members.length);
}
