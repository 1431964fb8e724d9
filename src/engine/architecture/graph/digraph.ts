/** A weighted directed graph over the numbers 0 … size-1, without parallel arcs. Loops are ignored. */
export class Digraph {
  readonly successors: Map<number, number>[];
  readonly predecessors: Map<number, number>[];

  constructor(readonly size: number) {
    this.successors = Array.from({ length: size }, () => new Map<number, number>());
    this.predecessors = Array.from({ length: size }, () => new Map<number, number>());
  }

  /** Adds the weight to what the arc already has. */
  add(from: number, to: number, weight = 1): void {
    if (from === to) return;
    const total = (this.weight(from, to) ?? 0) + weight;
    this.successors[from]?.set(to, total);
    this.predecessors[to]?.set(from, total);
  }

  remove(from: number, to: number): void {
    this.successors[from]?.delete(to);
    this.predecessors[to]?.delete(from);
  }

  weight(from: number, to: number): number | undefined {
    return this.successors[from]?.get(to);
  }

  next(node: number): IterableIterator<number> {
    return (this.successors[node] as Map<number, number>).keys();
  }

  /** The graph on some of the nodes, renumbered in the given order. */
  induced(nodes: readonly number[]): Digraph {
    const index = new Map(nodes.map((node, at) => [node, at]));
    const part = new Digraph(nodes.length);
    for (const [at, node] of nodes.entries()) {
      for (const [to, weight] of this.successors[node] as Map<number, number>) {
        const target = index.get(to);
        if (target !== undefined) part.add(at, target, weight);
      }
    }
    return part;
  }

  copy(): Digraph {
    return this.induced(Array.from({ length: this.size }, (_, node) => node));
  }
}
