import {
  type ArchitectureLanguage,
  type Component,
  type ComponentMetrics,
  type DependencyKind,
  dependencyKinds,
  type Evidence,
  type Layer,
  type Relation,
} from '../architecture-report.js';
import { byText, nameOf } from '../discovery/relative-path.js';
import { Digraph } from '../graph/digraph.js';
import type { FileGraph } from '../graph/file-graph.js';
import { stronglyConnected } from '../graph/strongly-connected.js';

/** Most evidence lines that a relation shows. */
const EVIDENCE_SHOWN = 5;

export interface ComponentModel {
  components: Component[];
  relations: Relation[];
  layers: Layer[];
  metrics: ComponentMetrics[];
  /** File → component id. */
  componentOf: ReadonlyMap<string, string>;
}

export interface FileSize {
  path: string;
  language: ArchitectureLanguage;
  lines: number;
}

/** Bundles files and their dependencies by component. */
export function buildComponents(
  sizes: readonly FileSize[],
  assigned: ReadonlyMap<string, string>,
  graph: FileGraph,
  evidenceOf: (from: string, to: string) => Evidence[],
): ComponentModel {
  const folders = [...new Set(assigned.values())].sort(byText);
  const idOf = new Map(folders.map((folder) => [folder, componentId(folder)]));
  const componentOf = new Map([...assigned].map(([file, folder]) => [file, idOf.get(folder) as string]));
  const relations = relate(graph, componentOf, evidenceOf);
  const ids = folders.map((folder) => idOf.get(folder) as string);
  const layerOf = layersOf(ids, relations);
  const components = folders.map((folder): Component => {
    const inside = sizes.filter(({ path }) => assigned.get(path) === folder);
    return {
      id: idOf.get(folder) as string,
      name: folder === '' ? '(top folder)' : displayName(folder, folders),
      path: folder,
      files: inside.length,
      lines: inside.reduce((total, { lines }) => total + lines, 0),
      layer: layerOf.get(idOf.get(folder) as string) ?? 0,
      languages: [...new Set(inside.map(({ language }) => language))].sort(byText),
    };
  });
  return {
    components,
    relations,
    layers: listLayers(layerOf),
    metrics: metricsOf(ids, relations, graph, componentOf),
    componentOf,
  };
}

/** `src/auth` → `c:src/auth`: stable for as long as the folder keeps its place. */
function componentId(folder: string): string {
  return `c:${folder === '' ? '.' : folder}`;
}

/** The shortest end of the path that no other component's path ends in. */
function displayName(folder: string, folders: readonly string[]): string {
  const segments = folder.split('/');
  for (let count = 1; count < segments.length; count += 1) {
    const end = segments.slice(-count).join('/');
    const same = folders.filter((other) => other === end || other.endsWith(`/${end}`));
    if (same.length === 1) return end;
  }
  return segments.length === 1 ? nameOf(folder) : folder;
}

/** What components need of each other: the dependencies of their files, bundled. */
export function relate(
  graph: FileGraph,
  componentOf: ReadonlyMap<string, string>,
  evidenceOf: (from: string, to: string) => Evidence[],
): Relation[] {
  const byEnds = new Map<string, Relation>();
  const strongest = graph.dependencies.toSorted(
    (a, b) => dependencyKinds.indexOf(a.kind) - dependencyKinds.indexOf(b.kind),
  );
  for (const { from, to, kind } of strongest) {
    const [source, target] = [componentOf.get(from) as string, componentOf.get(to) as string];
    if (source === target) continue;
    const key = `${source}\0${target}`;
    const relation = byEnds.get(key) ?? {
      level: 'component',
      from: source,
      to: target,
      count: 0,
      kinds: {},
      evidence: [],
    };
    relation.count += 1;
    relation.kinds[kind] = (relation.kinds[kind] ?? 0) + 1;
    if (relation.evidence.length < EVIDENCE_SHOWN) relation.evidence.push(...evidenceOf(from, to).slice(0, 1));
    byEnds.set(key, relation);
  }
  return [...byEnds.values()].sort((a, b) => byText(a.from, b.from) || byText(a.to, b.to));
}

/** How many of a relation's dependencies are needed while the program runs. */
export function runtimeCount(kinds: Partial<Record<DependencyKind, number>>): number {
  return (kinds.runtime ?? 0) + (kinds.dynamic ?? 0);
}

/** The components' graph; by default only what is needed at run time orders them. */
export function componentGraph(ids: readonly string[], relations: readonly Relation[], runtimeOnly = true): Digraph {
  const index = new Map(ids.map((id, at) => [id, at]));
  const graph = new Digraph(ids.length);
  for (const { from, to, kinds, count } of relations) {
    const weight = runtimeOnly ? runtimeCount(kinds) : count;
    if (weight > 0) graph.add(index.get(from) as number, index.get(to) as number, weight);
  }
  return graph;
}

/** Longest path from the top on the graph condensed by its knots: components that reach each other share a layer. */
function layersOf(ids: readonly string[], relations: readonly Relation[]): Map<string, number> {
  const graph = componentGraph(ids, relations);
  const layer = new Map<number, number>();
  // Knots come out in reverse topological order, so from the last one on all predecessors are done.
  for (const members of stronglyConnected(graph).toReversed()) {
    const inside = new Set(members);
    const above = members.flatMap((node) => [...(graph.predecessors[node] as Map<number, number>).keys()]);
    const level = above.filter((node) => !inside.has(node)).map((node) => (layer.get(node) ?? 0) + 1);
    for (const node of members) layer.set(node, Math.max(0, ...level));
  }
  return new Map(ids.map((id, at) => [id, layer.get(at) ?? 0]));
}

function listLayers(layerOf: ReadonlyMap<string, number>): Layer[] {
  const layers: Layer[] = [];
  for (const [id, index] of layerOf) {
    while (layers.length <= index) layers.push({ index: layers.length, components: [] });
    layers[index]?.components.push(id);
  }
  return layers;
}

/** Martin's coupling: Ca = files outside that depend on files inside, Ce = files inside that depend on files outside. */
function metricsOf(
  ids: readonly string[],
  relations: readonly Relation[],
  graph: FileGraph,
  componentOf: ReadonlyMap<string, string>,
): ComponentMetrics[] {
  const outside = new Map<string, Set<string>>(ids.map((id) => [id, new Set()]));
  const inside = new Map<string, Set<string>>(ids.map((id) => [id, new Set()]));
  for (const { from, to } of graph.dependencies) {
    const [source, target] = [componentOf.get(from) as string, componentOf.get(to) as string];
    if (source === target) continue;
    outside.get(target)?.add(from);
    inside.get(source)?.add(from);
  }
  return ids.map((component) => {
    const ca = outside.get(component)?.size ?? 0;
    const ce = inside.get(component)?.size ?? 0;
    return {
      component,
      afferent_coupling: ca,
      efferent_coupling: ce,
      instability: ca + ce === 0 ? 0 : Math.round((ce / (ca + ce)) * 1000) / 1000,
      fan_in: relations.filter(({ to }) => to === component).length,
      fan_out: relations.filter(({ from }) => from === component).length,
    };
  });
}
