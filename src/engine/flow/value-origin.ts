import type { SyntaxNode, SyntaxTree } from '../tree/syntax-tree.js';
import type { Constant } from './core-tree.js';
import { flowModel } from './flow-model.js';
import type { Imports } from './imports.js';
import type { FlowBudget } from './evaluation/flow-budget.js';
import { Interpreter } from './evaluation/interpreter.js';
import { lowerModule } from './lowering/lowerings.js';
import { safetyBit, type SinkClass } from './sink-class.js';
import { flatTaints, only, originKinds, textPrefix, type OriginKind, type TraceStep, type Value } from './value.js';

/** Where a value that reaches a sink comes from, most dangerous possibility first. */
export interface Origin {
  readonly kind: OriginKind | 'constant' | 'sanitised' | 'unreachable';
  /** The way from the source, for remote, local and parameter origins. */
  readonly trace: readonly TraceStep[];
  /** True when the value is text put together from literals and something else. */
  readonly composed: boolean;
  /** Its known first characters. */
  readonly prefix: string;
}

/** Where the values of one file come from; computed on the first question. */
export interface Origins {
  /** The origin of the value of an expression node, for a sink of this class. */
  of(node: SyntaxNode, sink: SinkClass): Origin;
  /** All values the expression can have, or null when they are not known. */
  constants(node: SyntaxNode): readonly Constant[] | null;
  /** The first element of a list of several that are known, where it is one constant; undefined otherwise. */
  firstElement(node: SyntaxNode): Constant | undefined;
  /** Dotted path under which a call was made, its receiver's type or origin included; null when unknown. */
  callPath(call: SyntaxNode): string | null;
  /** What an expression names (`sqlite3.connect()`, `Statement`), or null. */
  path(node: SyntaxNode): string | null;
  /** False when the code at the node never runs because a constant condition rules it out. */
  reachable(node: SyntaxNode): boolean;
  /** True when the budget ran out: origins are incomplete. */
  readonly partial: boolean;
}

const budget: FlowBudget = { steps: 400_000, followedSteps: 150_000, depth: 3 };

/** Origins of the values of a file. The interpretation runs when the first question is asked, never when none is. */
export function valueOrigins(tree: SyntaxTree, imports: Imports): Origins {
  let interpreter: Interpreter | null | undefined;
  return answers(
    () => (interpreter ??= interpret(tree, imports)),
    () => interpreter?.exhausted ?? false,
  );
}

/** Origins of a file that was interpreted already, as one of a program's. */
export function originsOf(interpreter: Interpreter): Origins {
  return answers(
    () => interpreter,
    () => interpreter.exhausted,
  );
}

function answers(computed: () => Interpreter | null, exhausted: () => boolean): Origins {
  const valueOf = (node: SyntaxNode): Value | undefined => computed()?.values[unwrapped(node).id];
  const isDead = (node: SyntaxNode): boolean =>
    valueOf(node) === undefined &&
    (computed()?.deadSpans ?? []).some((span) => span.start <= node.start && node.end <= span.end);
  return {
    of: (node, sink) => originOf(valueOf(node), sink, isDead(node)),
    constants: (node) => valueOf(node)?.constants ?? null,
    firstElement: (node) => {
      const items = valueOf(node)?.items ?? [];
      return items.length > 1 && items[0] ? only(items[0]) : undefined;
    },
    callPath: (call) => computed()?.callPaths.get(call.id) ?? null,
    path: (node) => valueOf(node)?.path ?? null,
    reachable: (node) => !isDead(node),
    get partial() {
      return exhausted();
    },
  };
}

/** Kinds that only wrap an expression: the lowerings keep what they wrap. */
const wrappers: ReadonlySet<string> = new Set([
  'parenthesized_expression',
  'await_expression',
  'as_expression',
  'satisfies_expression',
  'non_null_expression',
  'spread_element',
  'argument',
  'literal_element',
  'variadic_argument',
  'expression_list',
  'checked_expression',
  'error_suppression_expression',
  'clone_expression',
  'by_ref',
  'variadic_unpacking',
  'splat_argument',
  'dictionary_splat',
  'list_splat',
]);

/** Conversions keep what they convert. */
const converted: Readonly<Record<string, string>> = {
  type_conversion_expression: 'operand',
  type_assertion_expression: 'operand',
  cast_expression: 'value',
  as_expression: 'left',
};

function unwrapped(node: SyntaxNode): SyntaxNode {
  let place = node;
  for (let inner = insideOf(place); inner; inner = insideOf(place)) place = inner;
  return place;
}

/** What a wrapper wraps; undefined for anything else. */
function insideOf(node: SyntaxNode): SyntaxNode | undefined {
  const field = converted[node.kind];
  if (field !== undefined) return node.children.find((child) => child.field === field);
  if (!wrappers.has(node.kind)) return undefined;
  const parts = node.children.filter((child) => child.named && !child.kind.endsWith('comment'));
  if (node.kind === 'expression_list' && parts.length > 1) return undefined;
  return node.kind === 'argument' ? parts.at(-1) : parts[0];
}

function interpret(tree: SyntaxTree, imports: Imports): Interpreter | null {
  const model = flowModel(tree.language);
  const statements = model ? lowerModule(tree) : null;
  if (!model || !statements) return null;
  const interpreter = new Interpreter(tree, model, imports, budget);
  interpreter.run(statements);
  return interpreter;
}

/** Sinks that take text, and nothing of a record that stands where text is expected. */
const textSinks: ReadonlySet<SinkClass> = new Set([
  'sql',
  'command',
  'code',
  'path',
  'ssrf',
  'redirect',
  'html',
  'template',
  'xpath',
]);

function originOf(value: Value | undefined, sink: SinkClass, dead: boolean): Origin {
  if (dead) return { kind: 'unreachable', trace: [], composed: false, prefix: '' };
  if (!value) return { kind: 'unknown', trace: [], composed: false, prefix: '' };
  const bit = safetyBit(sink);
  // A record is no text: what its fields hold is asked by rules that name the field.
  const taints = value.fields && textSinks.has(sink) ? value.taints : flatTaints(value);
  const open = taints.filter((taint) => (taint.safeFor & bit) === 0);
  const worst = originKinds
    .map((kind) => open.find((taint) => taint.kind === kind))
    .find((taint) => taint !== undefined);
  const shape = { composed: value.composed, prefix: textPrefix(value) };
  if (worst) return { kind: worst.kind, trace: worst.steps, ...shape };
  return { kind: taints.length > 0 ? 'sanitised' : 'constant', trace: [], ...shape };
}
