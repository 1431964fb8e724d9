import type { SyntaxNode, SyntaxTree } from '../../tree/syntax-tree.js';
import type { Expression, FunctionUnit, Statement } from '../core-tree.js';
import { ActiveCalls } from './active-calls.js';
import { assignTarget } from './assign-target.js';
import { argumentParameters, bindArguments } from './bind-arguments.js';
import { CallRecords } from './call-records.js';
import { ClassFields, isConstructor, isFromOutside, isStart, type Receiver } from './class-fields.js';
import { constructedAt, isPlainArgument, ownState, isOnlyCalled, keepCaptured } from './objects.js';
import { Environment } from './environment.js';
import { evaluateExpression } from './evaluate-expression.js';
import type { CallbackRole, OtherFiles, WrittenParameter } from '../flow-context.js';
import { type FlowMarks, markedParameter, markedValue } from '../flow-marks.js';
import type { FlowModel } from '../flow-model.js';
import type { Exit } from '../guards/function-proofs.js';
import type { Imports } from '../imports.js';
import { parameterValues, propertyValue } from './parameter-values.js';
import { ProvedExpressions } from '../guards/proved-expressions.js';
import { FunctionNames } from './function-names.js';
import type { FlowBudget } from './flow-budget.js';
import { functionExits } from './function-exits.js';
import { runStatements, type Frame, type StatementContext } from './run-statements.js';
import { filledParameters } from './filled-parameters.js';
import { writtenParameters } from './written-arguments.js';
import { answersOf } from '../guards/function-answers.js';
import { handedOut } from './handed-out.js';
import { inheritedFields } from './inherited-fields.js';
import { join, nothing, type Value } from '../value.js';

interface Declared {
  readonly fn: FunctionUnit;
  readonly environment: Environment;
}

/**
 * A forward abstract interpreter over the core tree: statement by statement, both sides of every open branch, loops
 * twice, calls of the file's own functions followed with their actual arguments (so that a helper is judged by what it is
 * given). Finite by construction: values are bounded and every step is counted. What it gives up: aliases of containers,
 * exceptions thrown halfway through an expression, and whatever lies beyond the budget (`exhausted`).
 */
export class Interpreter implements StatementContext {
  /** By node id. */
  readonly values: (Value | undefined)[];
  readonly callPaths = new Map<number, string>();
  readonly deadSpans: { start: number; end: number }[] = [];
  exhausted = false;
  /** Expressions and statements evaluated so far. */
  steps = 0;

  readonly proofs: ProvedExpressions;

  /** The variables of the file itself. */
  readonly module = new Environment();
  private followedSteps = 0;
  private readonly calls: ActiveCalls;
  private readonly declared = new Map<FunctionUnit, Declared>();
  private readonly entered = new Set<SyntaxNode>();
  /** Those of them that were entered before anything said what they are for. */
  private readonly unsaid = new Set<SyntaxNode>();
  private readonly records = new CallRecords();
  /** By method: how many of its fields were known to be chosen outside when it ran by itself. */
  private readonly seenFields = new Map<FunctionUnit, number>();
  readonly classFields: ClassFields;
  private readonly functions = new FunctionNames();

  constructor(
    readonly tree: SyntaxTree,
    readonly model: FlowModel,
    readonly imports: Imports,
    private readonly budget: FlowBudget,
    private readonly marks: FlowMarks | null = null,
    readonly foreign: OtherFiles | null = null,
  ) {
    this.calls = new ActiveCalls(budget.depth);
    this.proofs = new ProvedExpressions(tree);
    this.classFields = new ClassFields(tree, inheritedFields(this));
    // As long as it gets, at once: grown by ids out of order it would become a dictionary.
    this.values = tree.nodes.map((): Value | undefined => undefined);
  }

  /** Runs the module, then every function by itself. */
  run(statements: readonly Statement[]): void {
    this.declare(statements);
    this.runModule(statements);
    for (const phase of this.phases) phase();
  }

  /** The first part of `run`: functions can be called from here on, by other files of the program too. */
  declare(statements: readonly Statement[]): void {
    this.functions.declare(statements);
  }

  runModule(statements: readonly Statement[]): void {
    runStatements(this, statements, this.module, { returns: [], jumps: [] });
  }

  /** Runs the statements in the middle of another file, with the variables there; what the file returns. */
  runIncluded(statements: readonly Statement[], environment: Environment): Value {
    const frame: Frame = { returns: [], jumps: [] };
    runStatements(this, statements, environment, frame);
    return frame.returns.length > 0 ? frame.returns.reduce((all, value) => join(all, value)) : nothing;
  }

  /** The functions by themselves, in the order in which one is news for the next; each part over all files of a program. */
  readonly phases: readonly (() => void)[] = [
    // Functions declare further functions while they run: the map grows under the loop.
    () => this.runEach(isConstructor),
    () => this.runEach(isStart),
    () => this.runEach((fn) => fn.confined !== true && !this.isCalled(fn)),
    () => this.runEach((fn) => !this.isCalled(fn)),
    () => this.runEach((fn) => !this.isKnownByItsCalls(fn) && !this.records.isAwaited(fn)),
    () => this.runEach((fn) => !this.isKnownByItsCalls(fn)),
    () => this.runAgain(),
  ];

  private runEach(chosen: (fn: FunctionUnit) => boolean): void {
    for (const { fn, environment: closure } of this.declared.values()) if (chosen(fn)) this.runAlone(fn, closure, null);
  }

  /** Runs the functions again that mention one of these names. */
  runMentioning(names: readonly string[]): void {
    for (const { fn, environment: closure } of this.declared.values())
      if (this.mentions(fn, names)) this.runAlone(fn, closure, null, true);
  }

  private mentions(fn: FunctionUnit, names: readonly string[]): boolean {
    const text = this.tree.text(fn.node);
    return names.some((name) => text.includes(name));
  }

  /** What a method left in a field is news for those that ran before it. */
  private runAgain(): void {
    for (const [fn, seen] of this.seenFields)
      if (this.mentions(fn, this.classFields.chosen(fn.className).slice(seen)))
        this.runAlone(fn, this.closureOf(fn), null, true);
  }

  evaluate(expression: Expression, environment: Environment): Value {
    if (!this.step()) return nothing;
    const found = this.proofs.known(expression, evaluateExpression(this, expression, environment), environment);
    const value = this.marks ? markedValue(this.marks, this.tree, this.values, expression, found, environment) : found;
    const id = expression.node.id;
    const before = this.values[id];
    this.values[id] = before ? join(before, value) : value;
    return value;
  }

  assign(target: Expression, value: Value, environment: Environment, node: SyntaxNode): void {
    assignTarget(this, target, value, environment, node);
  }

  invoke(
    fn: FunctionUnit,
    args: readonly Value[],
    named: ReadonlyMap<string, Value>,
    wrote?: WrittenParameter,
    receiver?: Receiver,
  ): Value | null {
    const elsewhere = this.foreign?.elsewhere(fn, (home) => home.invoke(fn, args, named, wrote, receiver));
    if (elsewhere !== undefined) return elsewhere;
    if (this.calls.isTooDeep(fn) || this.followedSteps >= this.budget.followedSteps) {
      this.records.refused(fn);
      return null;
    }
    const isSupplied = [...args, ...named.values()].some(isFromOutside);
    this.records.begun(fn, isSupplied);
    const fields = ownState(fn, receiver, this.classFields, isSupplied);
    const isPlain =
      fields === undefined && [...args, ...named.values()].every((value) => isPlainArgument(value, this.classFields));
    const summary = isPlain ? this.records.summaries.get(fn) : undefined;
    if (summary) {
      summary.written.forEach((value, index) => value && wrote?.(index, value));
      if (summary.left.size > 0) receiver?.left(summary.left);
      return summary.result;
    }
    const closure = this.closureOf(fn);
    const environment = closure.fork();
    this.classFields.bindReceiver(fn, environment, fields);
    const parameters = argumentParameters(fn);
    bindArguments(parameters, args, named, environment, (node, name, value) => this.ofParameter(node, name, value));
    const before = this.steps;
    const frame: Frame = { returns: [], jumps: [] };
    this.calls.called(fn, () => runStatements(this, fn.body(), environment, frame));
    this.followedSteps += this.steps - before;
    const result = handedOut(answersOf(frame.returns), fn, this.tree);
    const written = this.model.pointers
      ? writtenParameters(fn, closure, environment)
      : filledParameters(this.tree, fn, parameters, args, environment);
    written.forEach((value, index) => value && wrote?.(index, value));
    const left = this.classFields.leftBy(fn, environment);
    if (left.size > 0) receiver?.left(left);
    if (isPlain) this.records.summaries.set(fn, { result, written, left });
    return result;
  }

  construct(path: string, args: readonly Value[], named: ReadonlyMap<string, Value>): Value | null {
    return constructedAt(this, path, args, named);
  }

  exits(fn: FunctionUnit, args: readonly Value[]): readonly Exit[] {
    const elsewhere = this.foreign?.elsewhere(fn, (home) => home.exits(fn, args));
    if (elsewhere !== undefined) return elsewhere ?? [];
    if (this.calls.isTooDeep(fn) || this.followedSteps >= this.budget.followedSteps) return [];
    const before = this.steps;
    const found = this.calls.called(fn, () => functionExits(this, fn, args, this.closureOf(fn).fork()));
    this.followedSteps += this.steps - before;
    return found;
  }

  activeFunction(): FunctionUnit | undefined {
    return this.calls.current;
  }

  treeOf(fn: FunctionUnit): SyntaxTree {
    return this.foreign?.treeOf(fn) ?? this.tree;
  }

  functionNamed(name: string, className: string | null): FunctionUnit | null {
    return this.functions.named(name, className);
  }

  enter(fn: FunctionUnit, environment: Environment | null, role: CallbackRole): void {
    if (this.foreign?.elsewhere(fn, (home) => home.enter(fn, null, role)) !== undefined) return;
    const says = role.calledBy !== null || role.event !== null;
    if (this.entered.has(fn.node) && !(says && this.unsaid.has(fn.node))) return;
    this.entered.add(fn.node);
    if (!says) this.unsaid.add(fn.node);
    else this.unsaid.delete(fn.node);
    const closure = environment ?? this.closureOf(fn);
    this.declared.set(fn, { fn, environment: closure });
    // A name bound to a function and used as a handler later is judged by its parameters' names and types alone.
    this.runAlone(fn, closure, says ? role : null, true);
  }

  recordCall(node: SyntaxNode, path: string): void {
    this.callPaths.set(node.id, path);
  }

  step(): boolean {
    this.steps += 1;
    if (this.steps > this.budget.steps) this.exhausted = true;
    return !this.exhausted;
  }

  skip(statements: readonly Statement[]): void {
    const first = statements[0];
    const last = statements.at(-1);
    if (first && last) this.deadSpans.push({ start: first.node.start, end: last.node.end });
  }

  declareFunction(statement: Statement & { type: 'function' }, environment: Environment): void {
    const { fn } = statement;
    if (!this.declared.has(fn)) this.declared.set(fn, { fn, environment });
    if (fn.name !== null && fn.className === null) environment.set(fn.name, { ...nothing, fn, path: fn.name });
  }

  runClass(statement: Statement & { type: 'class' }, environment: Environment): void {
    const scope = this.classFields.open(statement.name, environment);
    runStatements(this, statement.body, scope, { returns: [], jumps: [] });
    this.classFields.close(statement.name);
  }

  private runAlone(fn: FunctionUnit, closure: Environment, role: CallbackRole | null, again = false): void {
    if (this.entered.has(fn.node) && !again) return;
    this.entered.add(fn.node);
    if (this.calls.isFull) return;
    const environment = closure.fork();
    this.classFields.bindReceiver(fn, environment, undefined);
    const values = parameterValues(fn, this.model, role, this);
    fn.parameters.forEach((parameter, index) => {
      const value = values[index] ?? nothing;
      environment.set(parameter.name, this.ofParameter(parameter.node, parameter.name, value));
      for (const property of parameter.properties) {
        const origin = propertyValue(parameter, property, value, this.model);
        environment.set(property, this.ofParameter(parameter.node, property, origin));
      }
    });
    this.calls.entered(fn, () => runStatements(this, fn.body(), environment, { returns: [], jumps: [] }));
    if (again) keepCaptured(fn, closure, environment);
    if (fn.className === null || role !== null) return;
    this.seenFields.set(fn, this.classFields.chosen(fn.className).length);
    this.classFields.remember(fn.className, this.classFields.leftBy(fn, environment));
  }

  private closureOf(fn: FunctionUnit): Environment {
    return this.declared.get(fn)?.environment ?? this.module;
  }

  /** Whether all that a function can be given was seen where it is called. */
  private isKnownByItsCalls(fn: FunctionUnit): boolean {
    return this.records.judge(fn) && isOnlyCalled(this.tree, fn);
  }

  private isCalled(fn: FunctionUnit): boolean {
    if (fn.name === null || isConstructor(fn)) return false;
    return this.tree.callsTo(fn.name).length > 0 || this.foreign?.isCalled(fn.name) === true;
  }

  private ofParameter(node: SyntaxNode, name: string, value: Value): Value {
    return this.marks ? markedParameter(this.marks, this.tree, node, name, value) : value;
  }
}
