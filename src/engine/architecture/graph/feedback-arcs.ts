import type { Digraph } from './digraph.js';
import { knots } from './strongly-connected.js';

/** Up to this many nodes the answer is exact. */
const EXACT_NODES = 12;
/** Passes of the local search, and the work (nodes squared, all passes together) after which it stops. */
const PASSES = 8;
const SEARCH_WORK = 40_000_000;

/**
 * A set of arcs of small total weight whose removal leaves no cycle (feedback arc set). The problem is NP-hard: up to 12
 * nodes a knot is solved exactly by dynamic programming over subsets, O(2^n · n); above that a greedy order (Eades, Lin,
 * Smyth 1993) is improved by moving single nodes, and arcs that turn out needless are put back. Acyclic by
 * construction: every arc that stays points forward in one order, or was put back after a search found no way round.
 */
export function feedbackArcs(graph: Digraph): [number, number][] {
  const arcs: [number, number][] = [];
  for (const members of knots(graph)) {
    const part = graph.induced(members);
    const order = part.size <= EXACT_NODES ? exactOrder(part) : improved(part, greedyOrder(part));
    const backward = backwardArcs(part, order);
    for (const [from, to] of part.size <= EXACT_NODES ? backward : minimal(part, backward)) {
      arcs.push([members[from] as number, members[to] as number]);
    }
  }
  return arcs.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
}

/** Arcs that point against the order. */
function backwardArcs(graph: Digraph, order: readonly number[]): [number, number][] {
  const place = positions(order);
  const arcs: [number, number][] = [];
  for (const from of order) {
    for (const to of graph.next(from)) {
      if ((place[to] as number) < (place[from] as number)) arcs.push([from, to]);
    }
  }
  return arcs;
}

function positions(order: readonly number[]): Int32Array {
  const place = new Int32Array(order.length);
  for (const [at, node] of order.entries()) place[node] = at;
  return place;
}

/** best[S]: least weight of backward arcs when the nodes of S stand first; the last of S pays its arcs into S. */
function exactOrder(graph: Digraph): number[] {
  const { size } = graph;
  const best = new Float64Array(1 << size).fill(Infinity);
  const last = new Int8Array(1 << size);
  best[0] = 0;
  for (let set = 0; set < 1 << size; set += 1) {
    for (let node = 0; node < size; node += 1) {
      if (set & (1 << node)) continue;
      let cost = best[set] as number;
      for (const [to, weight] of graph.successors[node] as Map<number, number>) if (set & (1 << to)) cost += weight;
      const larger = set | (1 << node);
      if (cost < (best[larger] as number)) {
        best[larger] = cost;
        last[larger] = node;
      }
    }
  }
  const order: number[] = [];
  for (let set = (1 << size) - 1; set !== 0; set &= ~(1 << (last[set] as number))) order.unshift(last[set] as number);
  return order;
}

/** Sinks go to the end, sources to the front, otherwise the node with the largest surplus of outgoing weight. */
function greedyOrder(graph: Digraph): number[] {
  const left: number[] = [];
  const right: number[] = [];
  const out = graph.successors.map(total);
  const into = graph.predecessors.map(total);
  const rest = new Set(Array.from({ length: graph.size }, (_, node) => node));
  while (rest.size > 0) {
    const { node, sink } = nextInOrder(rest, out, into);
    rest.delete(node);
    if (sink) right.push(node);
    else left.push(node);
    for (const [to, weight] of graph.successors[node] as Map<number, number>) into[to] = (into[to] as number) - weight;
    for (const [from, weight] of graph.predecessors[node] as Map<number, number>)
      out[from] = (out[from] as number) - weight;
  }
  return [...left, ...right.toReversed()];
}

/** Weights are sums of hundredths: what is below this is nothing. */
const NOTHING = 1e-6;

function nextInOrder(rest: ReadonlySet<number>, out: readonly number[], into: readonly number[]) {
  let choice = -1;
  let surplus = -Infinity;
  for (const node of rest) {
    const outgoing = out[node] as number;
    const incoming = into[node] as number;
    if (outgoing < NOTHING) return { node, sink: true };
    const value = incoming < NOTHING ? Infinity : outgoing - incoming;
    if (value > surplus) [choice, surplus] = [node, value];
  }
  return { node: choice, sink: false };
}

function total(arcs: ReadonlyMap<number, number>): number {
  let sum = 0;
  for (const weight of arcs.values()) sum += weight;
  return sum;
}

/** Puts arcs back, the heaviest first, as long as none of them closes a cycle. */
function minimal(graph: Digraph, arcs: readonly [number, number][]): [number, number][] {
  const left = graph.copy();
  for (const [from, to] of arcs) left.remove(from, to);
  const weightOf = ([from, to]: [number, number]) => graph.weight(from, to) ?? 0;
  return arcs
    .toSorted((a, b) => weightOf(b) - weightOf(a) || a[0] - b[0] || a[1] - b[1])
    .filter(([from, to]) => {
      if (reaches(left, to, from)) return true;
      left.add(from, to, weightOf([from, to]));
      return false;
    });
}

function reaches(graph: Digraph, from: number, to: number): boolean {
  const seen = new Set([from]);
  const open = [from];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (node === to) return true;
    for (const next of graph.next(node)) {
      if (seen.has(next)) continue;
      seen.add(next);
      open.push(next);
    }
  }
  return false;
}

/** Moves each node to its cheapest place while that helps. */
function improved(graph: Digraph, start: readonly number[]): number[] {
  const order = [...start];
  const passes = Math.min(PASSES, Math.floor(SEARCH_WORK / graph.size ** 2));
  for (let pass = 0; pass < passes; pass += 1) {
    let changed = false;
    for (let node = 0; node < graph.size; node += 1) {
      const from = order.indexOf(node);
      const to = cheapestPlace(graph, order, from);
      if (to === from) continue;
      order.splice(from, 1);
      order.splice(to, 0, node);
      changed = true;
    }
    if (!changed) break;
  }
  return order;
}

/** Walks away from the node's place in both directions, summing how the backward weight changes with each step. */
function cheapestPlace(graph: Digraph, order: readonly number[], from: number): number {
  const node = order[from] as number;
  let best = from;
  let bestChange = 0;
  for (const step of [-1, 1]) {
    let change = 0;
    for (let at = from + step; at >= 0 && at < order.length; at += step) {
      const other = order[at] as number;
      const forward = graph.weight(node, other) ?? 0;
      const backward = graph.weight(other, node) ?? 0;
      change += step < 0 ? backward - forward : forward - backward;
      if (change < bestChange - 1e-9) [best, bestChange] = [at, change];
    }
  }
  return best;
}
