import type { SyntaxNode } from '../../../tree/syntax-tree.js';
import type { SourceFile } from '../../source-file.js';
import { NodeLabels } from './node-labels.js';
import { ValueEdges, type Way } from './value-edges.js';
import { Variables } from './variables.js';

/** Labels in the lower half; in the upper those of them that no caller handed over. */
const half = 16;
const both = (bits: number): number => bits | (bits << half);
const lower = (1 << half) - 1;

const rounds = 6;
/** Nodes visited in one file: beyond it what is known so far stands. */
const stepBudget = 1_500_000;
const cache = new WeakMap<SourceFile, ValueLabels>();

/**
 * Where the values of a program come from, without regard to order: an expression carries the labels of every variable,
 * call and literal in it, a variable those of everything assigned to it, a parameter those of its arguments and of the
 * object that calls the function back. Coarser than the flow engine (which proves), and so used only for the verdict,
 * where a chain through sockets, callbacks, lists and decoders must not be lost. What a function answers has the labels of
 * its arguments at each call, since they stand there, and not those that another caller hands over. Linear but for the few
 * rounds until nothing changes.
 */
export class ValueLabels {
  private readonly nodes: NodeLabels;
  /** By slot of `variables`: both halves. */
  private readonly bits: number[] = [];
  private readonly variables: Variables;
  private steps = stepBudget;
  /** Read when the first label is asked for. */
  private edges: ValueEdges | null = null;

  static of(file: SourceFile): ValueLabels {
    let found = cache.get(file);
    if (!found) cache.set(file, (found = new ValueLabels(file)));
    return found;
  }

  private constructor(private readonly file: SourceFile) {
    this.variables = new Variables(file);
    this.nodes = new NodeLabels(file, this.variables);
  }

  /** Whether anything in the file has one of the labels of itself: without, nothing can have been given it. */
  has(wanted: number): boolean {
    return (this.nodes.any & wanted) !== 0;
  }

  /** The labels of an expression. */
  labels(node: SyntaxNode): number {
    this.follow();
    return this.labelsNow(node) & lower;
  }

  /** The labels that stand in the expression itself: in a minified file every name is everybody's. */
  direct(node: SyntaxNode): number {
    let found = 0;
    for (let id = node.id; id < node.subtreeEnd; id += 1) found |= this.nodes.own[id] ?? 0;
    return found;
  }

  /** Whether the program writes a file of this path, as it stands in the source. */
  isWritten(path: string): boolean {
    return this.follow().writtenTexts.has(path) || isFetchedTo(this.file.tree.source, path);
  }

  private follow(): ValueEdges {
    if (this.edges) return this.edges;
    this.edges = new ValueEdges(this.file, this.variables, this.nodes);
    this.settle(this.edges);
    return this.edges;
  }

  /** Both halves. */
  private labelsNow(node: SyntaxNode): number {
    const { own, key: keys, skip } = this.nodes;
    let found = 0;
    for (let id = node.id; id < node.subtreeEnd; id += 1) {
      if ((this.steps -= 1) < 0) break;
      found |= both(own[id] ?? 0);
      const key = keys[id] ?? -1;
      if (key >= 0) found |= this.bits[key] ?? 0;
      const end = skip[id] ?? 0;
      if (end > 0 && id !== node.id) id = end - 1;
    }
    return found;
  }

  private settle({ all }: ValueEdges): void {
    for (let round = 0; round < rounds; round += 1) {
      let changed = false;
      for (const { way, targets, from, bits } of all) {
        const found = from.reduce((all, node) => all | this.labelsNow(node), both(bits));
        for (const key of targets) {
          const before = this.bits[key] ?? 0;
          const after = before | this.arriving(way, key, found);
          if (after === before) continue;
          this.bits[key] = after;
          changed = true;
        }
      }
      if (!changed) return;
    }
  }

  private arriving(way: Way, key: number, found: number): number {
    if (way === 'handed') return found & lower;
    if (way === 'answered') return both(found >>> half);
    // What is kept beyond the call is everybody's from then on.
    return this.variables.isLocal(key) ? found : both(found & lower);
  }
}

/** Whether a command line of the program puts what it fetches into the file: `curl -o /tmp/x http://…`. */
function isFetchedTo(source: string, path: string): boolean {
  if (path.length < 4 || !/\b(?:curl|wget)\s/.test(source)) return false;
  return ['-o ', '-O ', '-o', '> '].some((option) => source.includes(option + path));
}
