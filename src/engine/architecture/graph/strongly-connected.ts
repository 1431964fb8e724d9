import type { Digraph } from './digraph.js';

/**
 * Strongly connected components (Tarjan 1972), with a stack of its own because import chains can be longer than the
 * call stack. Components come out in reverse topological order: each only reaches itself and earlier ones. Members are
 * sorted.
 */
export function stronglyConnected(graph: Digraph): number[][] {
  const order = new Int32Array(graph.size).fill(-1);
  const low = new Int32Array(graph.size);
  const onStack = new Uint8Array(graph.size);
  const stack: number[] = [];
  const components: number[][] = [];
  let counter = 0;
  const enter = (node: number) => {
    order[node] = low[node] = counter++;
    stack.push(node);
    onStack[node] = 1;
    return { node, next: graph.next(node) };
  };
  for (let root = 0; root < graph.size; root += 1) {
    if (order[root] !== -1) continue;
    const frames = [enter(root)];
    for (let frame = frames.at(-1); frame; frame = frames.at(-1)) {
      const step = frame.next.next();
      const { node } = frame;
      if (!step.done) {
        const target = step.value;
        if (order[target] === -1) frames.push(enter(target));
        else if (onStack[target]) low[node] = Math.min(low[node] as number, order[target] as number);
        continue;
      }
      frames.pop();
      const above = frames.at(-1)?.node;
      if (above !== undefined) low[above] = Math.min(low[above] as number, low[node] as number);
      if (low[node] === order[node]) components.push(popComponent(stack, onStack, node));
    }
  }
  return components;
}

function popComponent(stack: number[], onStack: Uint8Array, root: number): number[] {
  const members: number[] = [];
  for (let member = stack.pop(); member !== undefined; member = stack.pop()) {
    onStack[member] = 0;
    members.push(member);
    if (member === root) break;
  }
  return members.sort((a, b) => a - b);
}

/** The knots: components of more than one node, largest first, then by first member. */
export function knots(graph: Digraph): number[][] {
  return stronglyConnected(graph)
    .filter((members) => members.length > 1)
    .sort((a, b) => b.length - a.length || (a[0] as number) - (b[0] as number));
}
