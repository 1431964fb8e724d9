import type { Digraph } from './digraph.js';

/**
 * A shortest cycle of a strongly connected graph: breadth-first search from each node until one of its arcs leads back.
 * The first node with a cycle of that length starts it. O(nodes × arcs), cut short by the best length so far.
 */
export function shortestCycle(graph: Digraph): number[] {
  let best: number[] = [];
  for (let start = 0; start < graph.size && best.length !== 2; start += 1) {
    const found = cycleThrough(graph, start, best.length === 0 ? graph.size + 1 : best.length);
    if (found !== null) best = found;
  }
  return best;
}

/** A shortest cycle through `start` with fewer than `limit` nodes, or null. */
function cycleThrough(graph: Digraph, start: number, limit: number): number[] | null {
  const parent = new Map<number, number>([[start, -1]]);
  let frontier = [start];
  for (let length = 1; frontier.length > 0 && length < limit; length += 1) {
    const next: number[] = [];
    for (const node of frontier) {
      for (const target of graph.next(node)) {
        if (target === start) return pathTo(parent, node);
        if (parent.has(target)) continue;
        parent.set(target, node);
        next.push(target);
      }
    }
    frontier = next;
  }
  return null;
}

function pathTo(parent: ReadonlyMap<number, number>, end: number): number[] {
  const path: number[] = [];
  for (let node = end; node !== -1; node = parent.get(node) ?? -1) path.unshift(node);
  return path;
}
