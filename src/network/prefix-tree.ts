import type { NetworkRange } from './network-range.js';

/**
 * Ranges by their prefixes, for longest-prefix questions: a binary tree whose edges are the bits of a prefix, most
 * significant first, so a look costs one step per bit of the address at most (32 or 64), however many ranges there are.
 * Nodes are numbers and their two children lie side by side in one typed array: a few thousand ranges are a few hundred
 * thousand nodes of 8 bytes, and a look makes no garbage. There is no removal: a changed list is built anew.
 *
 * (Path compression, as in a Patricia tree, would save memory; a hash table for each prefix length would save steps where
 * few lengths occur. Neither matters at this size: see bench/rate-limit/network-lists.mjs.)
 */
export class PrefixTree<T> {
  private readonly roots = { 4: new Root<T>(), 6: new Root<T>() };

  add(range: NetworkRange, value: T): void {
    this.roots[range.family].add(range, value);
  }

  /** What was added for every range that holds `range`, the widest first. */
  matches(range: NetworkRange): T[] {
    return this.roots[range.family].matches(range);
  }
}

class Root<T> {
  /** Of node n: the child for bit 0 at 2n, for bit 1 at 2n + 1; 0 is none, since the root is nobody's child. */
  private children = new Uint32Array(64);
  private nodes = 1;
  private readonly values = new Map<number, T[]>();

  add({ high, low, length }: NetworkRange, value: T): void {
    let node = 0;
    for (let depth = 0; depth < length; depth += 1) {
      const edge = node * 2 + bit(high, low, depth);
      node = this.children[edge] || this.grow(edge);
    }
    const values = this.values.get(node);
    if (values === undefined) this.values.set(node, [value]);
    else values.push(value);
  }

  matches({ high, low, length }: NetworkRange): T[] {
    const found: T[] = [];
    let node = 0;
    for (let depth = 0; depth < length; depth += 1) {
      node = this.children[node * 2 + bit(high, low, depth)] as number;
      if (node === 0) break;
      const values = this.values.get(node);
      if (values !== undefined) found.push(...values);
    }
    return found;
  }

  private grow(edge: number): number {
    const node = this.nodes;
    this.nodes += 1;
    if (node * 2 + 1 >= this.children.length) {
      const more = new Uint32Array(this.children.length * 2);
      more.set(this.children);
      this.children = more;
    }
    this.children[edge] = node;
    return node;
  }
}

function bit(high: number, low: number, depth: number): number {
  return depth < 32 ? (high >>> (31 - depth)) & 1 : (low >>> (63 - depth)) & 1;
}
