import type { SyntaxNode, SyntaxTree } from '../tree/syntax-tree.js';
import type { Expression } from './core-tree.js';
import type { Environment } from './evaluation/environment.js';
import { safeForAll } from './sink-class.js';
import { blend, flatTaints, nothing, sanitise, tainted, type Value } from './value.js';

/** What a taint rule of a tenant says about places of one file. */
export interface FlowMarks {
  /** Nodes whose value somebody outside chooses. */
  readonly sources: ReadonlySet<SyntaxNode>;
  /** Nodes whose value is clean. */
  readonly sanitizers: ReadonlySet<SyntaxNode>;
  /** Variables that are tainted, or clean, from this node on. */
  readonly taintedHere: ReadonlySet<SyntaxNode>;
  readonly cleanHere: ReadonlySet<SyntaxNode>;
  /** By the node they are seen at: where taint comes from, and the variable it goes to. */
  readonly propagators: ReadonlyMap<SyntaxNode, readonly { readonly from: SyntaxNode; readonly to: SyntaxNode }[]>;
}

/** An expression's value under the marks; what they do to variables is done to the environment. */
export function markedValue(
  marks: FlowMarks,
  tree: SyntaxTree,
  values: readonly (Value | undefined)[],
  expression: Expression,
  value: Value,
  environment: Environment,
): Value {
  const { node } = expression;
  for (const { from, to } of marks.propagators.get(node) ?? []) {
    const given = values[from.id];
    const name = tree.text(to);
    if (given) environment.set(name, { ...nothing, taints: blend([given, environment.get(name) ?? nothing]).taints });
  }
  if (expression.type === 'name') {
    if (marks.taintedHere.has(node)) environment.set(expression.name, fromSource(node, value));
    if (marks.cleanHere.has(node)) environment.set(expression.name, clean(value));
  }
  if (marks.sanitizers.has(node)) return clean(value);
  return marks.sources.has(node) ? fromSource(node, value) : value;
}

/** A parameter is a source when its name, with or without type and default, is marked. */
export function markedParameter(
  marks: FlowMarks,
  tree: SyntaxTree,
  node: SyntaxNode,
  name: string,
  value: Value,
): Value {
  for (let id = node.id; id < node.subtreeEnd; id += 1) {
    const source = tree.nodes[id];
    if (source && marks.sources.has(source) && (source.start === node.start || tree.text(source) === name))
      return fromSource(source, value);
  }
  return value;
}

function fromSource(node: SyntaxNode, value: Value): Value {
  if (flatTaints(value).some((taint) => taint.kind === 'remote')) return value;
  return {
    ...value,
    constants: null,
    taints: tainted('remote', node, 'data from the source that the rule names').taints,
  };
}

function clean(value: Value): Value {
  return { ...sanitise(value, safeForAll), composed: false };
}
