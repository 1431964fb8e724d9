import type { FlowMarks } from '../../flow/flow-marks.js';
import { markedFlow } from '../../flow/marked-flow.js';
import type { TraceStep } from '../../flow/value.js';
import type { SyntaxNode } from '../../tree/syntax-tree.js';
import type { CompiledTaintPart, CompiledTenantRule } from './compile-tenant-rule.js';
import type { RangeEvaluator } from './evaluate-ranges.js';
import type { RangeMatch } from './range-match.js';

export interface TracedMatch extends RangeMatch {
  readonly trace?: readonly TraceStep[];
}

const stepsPerRule = 150_000;
/** Nodes of one sink that are asked whether the source reaches them. */
const nodesPerSink = 400;
/** Asking a node whether a source reaches it is this much cheaper than a step of the flow. */
const questionsPerStep = 8;

/** The sinks of a taint rule that a value from one of its sources reaches uncleaned, each with the way it came. */
export function taintMatches(
  evaluator: RangeEvaluator,
  taint: NonNullable<CompiledTenantRule['taint']>,
  flow: { steps: number },
): readonly TracedMatch[] {
  if (flow.steps <= 0) return [];
  const { file } = evaluator;
  const sinks = taint.sinks.flatMap(({ formula }) => evaluator.evaluate(formula));
  if (sinks.length === 0) return [];
  const marks = marksOf(evaluator, taint);
  // A source at every expression makes the flow itself dearer.
  flow.steps -= sinks.length + sizeOf(marks);
  if (marks.sources.size + marks.taintedHere.size === 0 || flow.steps <= 0) return [];
  const result = markedFlow(file.tree, file.imports, marks, Math.min(stepsPerRule, flow.steps));
  if (!result) return [];
  // A run costs something by the size of the file too.
  flow.steps -= result.partial ? flow.steps : result.steps + file.tree.nodes.length / 4;
  const found: TracedMatch[] = [];
  for (const sink of sinks) {
    if (flow.steps <= 0) break;
    for (const node of asked(evaluator, sink, marks)) {
      flow.steps -= 1 / questionsPerStep;
      const way = result.wayTo(node);
      if (!way) continue;
      found.push({ ...sink, trace: way });
      break;
    }
  }
  return found;
}

function marksOf(evaluator: RangeEvaluator, taint: NonNullable<CompiledTenantRule['taint']>): FlowMarks {
  const nodes = (parts: readonly CompiledTaintPart[], bySideEffect: boolean): Set<SyntaxNode> =>
    new Set(
      parts
        .filter((part) => part.bySideEffect === bySideEffect)
        .flatMap(({ formula }) => evaluator.evaluate(formula).map((match) => exactNode(match))),
    );
  const propagators = new Map<SyntaxNode, { from: SyntaxNode; to: SyntaxNode }[]>();
  for (const { formula, from, to } of taint.propagators) {
    for (const match of evaluator.evaluate(formula)) {
      const [source, target] = [match.bindings.get(from), match.bindings.get(to)];
      if (source && target)
        propagators.set(match.node, [...(propagators.get(match.node) ?? []), { from: source, to: target }]);
    }
  }
  return {
    sources: nodes(taint.sources, false),
    taintedHere: nodes(taint.sources, true),
    sanitizers: nodes(taint.sanitizers, false),
    cleanHere: nodes(taint.sanitizers, true),
    propagators,
  };
}

function sizeOf({ sources, taintedHere, sanitizers, cleanHere, propagators }: FlowMarks): number {
  return sources.size + taintedHere.size + sanitizers.size + cleanHere.size + propagators.size;
}

/** The outermost node with the match's range: the one whose value is asked for. */
function exactNode({ node, start, end }: RangeMatch): SyntaxNode {
  return node.start === start && node.end === end
    ? node
    : (node.children.find((child) => child.start === start && child.end === end) ?? node);
}

/** The sink and what is inside it, but for what a sanitizer encloses. */
function* asked({ file }: RangeEvaluator, sink: RangeMatch, { sanitizers }: FlowMarks): Generator<SyntaxNode> {
  const node = exactNode(sink);
  for (let id = node.id, left = nodesPerSink; id < node.subtreeEnd && left > 0; id += 1, left -= 1) {
    const one = file.tree.nodes[id];
    if (!one) return;
    if (sanitizers.has(one) || (one !== node && file.grammar.functions.has(one.kind))) id = one.subtreeEnd - 1;
    else if (one.named) yield one;
  }
}
