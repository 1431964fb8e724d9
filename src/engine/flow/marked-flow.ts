import type { SyntaxNode, SyntaxTree } from '../tree/syntax-tree.js';
import type { FlowMarks } from './flow-marks.js';
import { type FlowModel, flowModel } from './flow-model.js';
import type { Imports } from './imports.js';
import { Interpreter } from './evaluation/interpreter.js';
import { lowerModule } from './lowering/lowerings.js';
import { flatTaints, type TraceStep } from './value.js';

/** Where the marked sources' values go in one file. */
export interface MarkedFlow {
  /** The way from a source to this node's value; null when none reaches it. */
  wayTo(node: SyntaxNode): readonly TraceStep[] | null;
  readonly partial: boolean;
  readonly steps: number;
}

/** Follows values from marked sources; the language's own sources and sanitizers count for nothing. Null for a language without flow. */
export function markedFlow(tree: SyntaxTree, imports: Imports, marks: FlowMarks, steps: number): MarkedFlow | null {
  const model = flowModel(tree.language);
  const statements = model ? loweredOf(tree) : null;
  if (!model || !statements) return null;
  const budget = { steps, followedSteps: steps / 2, depth: 3 };
  const interpreter = new Interpreter(tree, silent(model), imports, budget, marks);
  interpreter.run(statements);
  return {
    wayTo: (node) => {
      const value = interpreter.values[node.id];
      const taint = value && flatTaints(value).find(({ kind, safeFor }) => kind === 'remote' && safeFor === 0);
      return taint?.steps ?? null;
    },
    partial: interpreter.exhausted,
    steps: interpreter.steps,
  };
}

/** The rules of one request ask about one tree again and again. */
const lowered = new WeakMap<SyntaxTree, ReturnType<typeof lowerModule>>();

function loweredOf(tree: SyntaxTree): ReturnType<typeof lowerModule> {
  const known = lowered.get(tree) ?? lowerModule(tree);
  lowered.set(tree, known);
  return known;
}

/** The model without its opinions on what is dangerous: a rule says that itself. */
function silent(model: FlowModel): FlowModel {
  return {
    ...model,
    request: { names: new Set(), types: new Set() },
    sourceOf: () => null,
    routes: [],
    remoteAnnotations: new Set(),
    sanitizers: new Map(),
    writes: new Map([...model.writes].map(([name, writes]) => [name, writes.filter(({ kind }) => kind === null)])),
  };
}
