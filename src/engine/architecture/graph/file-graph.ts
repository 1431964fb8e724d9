import { type DependencyKind, dependencyKinds } from '../architecture-report.js';
import { byText } from '../discovery/relative-path.js';
import { Digraph } from './digraph.js';

/** One file needs another; several imports between the two are one dependency. */
export interface Dependency {
  from: string;
  to: string;
  /** The strongest of its imports. */
  kind: DependencyKind;
  kinds: Partial<Record<DependencyKind, number>>;
  /** Offsets of the imports in `from`, the strongest first. */
  offsets: number[];
}

/** The dependencies between the analysed files, in the order of their paths. */
export class FileGraph {
  readonly files: readonly string[];
  readonly index: ReadonlyMap<string, number>;
  readonly dependencies: readonly Dependency[];
  private readonly byEnds: ReadonlyMap<string, Dependency>;

  constructor(
    files: readonly string[],
    imports: readonly { from: string; to: string; kind: DependencyKind; offset: number }[],
  ) {
    this.files = files.toSorted(byText);
    this.index = new Map(this.files.map((file, at) => [file, at]));
    const byEnds = new Map<string, Dependency>();
    const ordered = imports
      .filter(({ from, to }) => from !== to && this.index.has(from) && this.index.has(to))
      .toSorted((a, b) => strength(a.kind) - strength(b.kind) || a.offset - b.offset);
    for (const { from, to, kind, offset } of ordered) {
      const key = `${from}\0${to}`;
      const known = byEnds.get(key);
      if (known) {
        known.offsets.push(offset);
        known.kinds[kind] = (known.kinds[kind] ?? 0) + 1;
      } else {
        byEnds.set(key, { from, to, kind, kinds: { [kind]: 1 }, offsets: [offset] });
      }
    }
    this.byEnds = byEnds;
    this.dependencies = [...byEnds.values()].sort((a, b) => byText(a.from, b.from) || byText(a.to, b.to));
  }

  dependency(from: string, to: string): Dependency | undefined {
    return this.byEnds.get(`${from}\0${to}`);
  }

  /**
   * The graph of the dependencies of some kinds. An arc weighs 1, and a hundredth more for each further import, so that
   * the fewest dependencies are cut, and of two the one with less to change.
   */
  digraph(kinds: readonly DependencyKind[]): Digraph {
    const graph = new Digraph(this.files.length);
    for (const { from, to, kind, offsets } of this.dependencies) {
      if (!kinds.includes(kind)) continue;
      graph.add(
        this.index.get(from) as number,
        this.index.get(to) as number,
        1 + Math.min(offsets.length - 1, 50) / 100,
      );
    }
    return graph;
  }
}

function strength(kind: DependencyKind): number {
  return dependencyKinds.indexOf(kind);
}
