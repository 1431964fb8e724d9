import * as fc from 'fast-check';
import { Digraph } from './digraph.js';
import { feedbackArcs } from './feedback-arcs.js';
import { shortestCycle } from './shortest-cycle.js';
import { knots, stronglyConnected } from './strongly-connected.js';

const arcs = (size: number, most: number) =>
  fc
    .uniqueArray(fc.tuple(fc.nat(size - 1), fc.nat(size - 1)), { maxLength: most, selector: String })
    .map((pairs) => graphOf(size, pairs));

function graphOf(size: number, pairs: readonly (readonly [number, number])[]): Digraph {
  const graph = new Digraph(size);
  for (const [from, to] of pairs) graph.add(from, to);
  return graph;
}

/** Floyd and Warshall's closure: the plain way to the same answer. */
function reachability(graph: Digraph): boolean[][] {
  const reach = Array.from({ length: graph.size }, (_, from) =>
    Array.from({ length: graph.size }, (_, to) => from === to || graph.weight(from, to) !== undefined),
  );
  for (let via = 0; via < graph.size; via += 1) {
    for (const row of reach) {
      if (row[via]) for (let to = 0; to < graph.size; to += 1) row[to] ||= (reach[via] as boolean[])[to] as boolean;
    }
  }
  return reach;
}

function without(graph: Digraph, cut: readonly (readonly [number, number])[]): Digraph {
  const rest = graph.copy();
  for (const [from, to] of cut) rest.remove(from, to);
  return rest;
}

describe('stronglyConnected', () => {
  it('groups exactly the nodes that reach each other, each group before those that reach it', () => {
    fc.assert(
      fc.property(arcs(14, 40), (graph) => {
        const reach = reachability(graph);
        const groups = stronglyConnected(graph);
        const groupOf = new Map(groups.flatMap((members, at) => members.map((node) => [node, at] as const)));
        for (let a = 0; a < graph.size; a += 1) {
          for (let b = 0; b < graph.size; b += 1) {
            const together = Boolean(reach[a]?.[b] && reach[b]?.[a]);
            expect(groupOf.get(a) === groupOf.get(b)).toBe(together);
            if (reach[a]?.[b]) expect(groupOf.get(b)).toBeLessThanOrEqual(groupOf.get(a) as number);
          }
        }
      }),
    );
  });

  it('stands a chain far longer than the call stack', () => {
    const size = 200_000;
    const graph = graphOf(
      size,
      Array.from({ length: size }, (_, at) => [at, (at + 1) % size] as const),
    );
    expect(knots(graph)).toHaveLength(1);
  });
});

describe('feedbackArcs', () => {
  it('leaves no cycle, and every arc of it is needed', () => {
    fc.assert(
      fc.property(arcs(30, 120), (graph) => {
        const cut = feedbackArcs(graph);
        expect(knots(without(graph, cut))).toEqual([]);
        for (const arc of cut) {
          const spared = cut.filter((other) => other !== arc);
          expect(knots(without(graph, spared)).length).toBeGreaterThan(0);
        }
      }),
    );
  });

  it('is the smallest there is on small graphs', () => {
    fc.assert(
      fc.property(arcs(5, 12), (graph) => {
        const all = Array.from({ length: 5 }, (_, from) =>
          [...graph.next(from)].map((to) => [from, to] as const),
        ).flat();
        let least = all.length;
        for (let set = 0; set < 1 << all.length; set += 1) {
          const chosen = all.filter((_, at) => set & (1 << at));
          if (chosen.length < least && knots(without(graph, chosen)).length === 0) least = chosen.length;
        }
        expect(feedbackArcs(graph)).toHaveLength(least);
      }),
      { numRuns: 40 },
    );
  });

  it('stays close to the optimum where it only estimates: k cycles through one arc cost one arc', () => {
    const pairs: [number, number][] = [[0, 1]];
    for (let k = 0; k < 20; k += 1) pairs.push([1, 2 + k], [2 + k, 0]);
    expect(feedbackArcs(graphOf(22, pairs))).toEqual([[0, 1]]);
  });
});

describe('shortestCycle', () => {
  it('is a cycle, and none is shorter', () => {
    fc.assert(
      fc.property(arcs(9, 30), (graph) => {
        const [members] = knots(graph);
        if (members === undefined) return;
        const part = graph.induced(members);
        const cycle = shortestCycle(part);
        for (const [at, node] of cycle.entries())
          expect(part.weight(node, cycle[(at + 1) % cycle.length] as number)).toBeDefined();
        expect(cycle).toHaveLength(girth(part));
      }),
    );
  });
});

/** Length of the shortest closed walk by powers of the adjacency matrix. */
function girth(graph: Digraph): number {
  let walks = Array.from({ length: graph.size }, (_, from) => new Set(graph.next(from)));
  for (let length = 1; ; length += 1) {
    if (walks.some((ends, from) => ends.has(from))) return length;
    walks = walks.map((ends) => new Set([...ends].flatMap((end) => [...graph.next(end)])));
  }
}
