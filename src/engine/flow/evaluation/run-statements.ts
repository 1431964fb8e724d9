import type { Expression, Statement } from '../core-tree.js';
import { decided } from './constant-folding.js';
import { truthOf } from '../guards/function-answers.js';
import { eachElement } from './each-element.js';
import { isJavascript } from './javascript-calls.js';
import type { Environment } from './environment.js';
import type { FlowContext } from '../flow-context.js';
import type { Exit } from '../guards/function-proofs.js';
import { rememberQuestion } from '../guards/asked-conditions.js';
import { refine } from '../guards/guards.js';
import { runSwitch } from './run-switch.js';
import { proveByReturning } from '../guards/returning-calls.js';
import { nothing, passThrough, type Value } from '../value.js';

/** How a statement list ends: runs on, jumps to the end of the loop or switch, or leaves the function. */
export type Outcome = 'next' | 'jump' | 'leave';

/** One activation of a function. */
export interface Frame {
  readonly returns: Value[];
  /** Environments at `break` and `continue` of the innermost loop or switch. */
  jumps: Environment[];
  /** Told of what the parameters are at each return, when somebody asks. */
  readonly exits?: ExitRecord;
}

interface ExitRecord {
  readonly parameters: readonly string[];
  readonly found: Exit[];
}

/** What running statements needs beyond evaluating expressions. */
export interface StatementContext extends FlowContext {
  /** Counts a step; false when the budget is spent and the walk must stop. */
  step(): boolean;
  /** A branch that a constant condition rules out. */
  skip(statements: readonly Statement[]): void;
  declareFunction(statement: Statement & { type: 'function' }, environment: Environment): void;
  runClass(statement: Statement & { type: 'class' }, environment: Environment): void;
}

export type RunStatements = typeof runStatements;

export function runStatements(
  context: StatementContext,
  statements: readonly Statement[],
  environment: Environment,
  frame: Frame,
): Outcome {
  for (let at = 0; at < statements.length; at += 1) {
    const statement = statements[at];
    if (!statement || !context.step()) return 'next';
    const outcome = runStatement(context, statement, environment, frame);
    if (outcome === 'next') continue;
    // A label further down is reached by a jump from somewhere: what is known here is taken for what is known there.
    const label = statements.findIndex((one, index) => index > at && one.type === 'label');
    if (label < 0) return outcome;
    at = label;
  }
  return 'next';
}

function runStatement(
  context: StatementContext,
  statement: Statement,
  environment: Environment,
  frame: Frame,
): Outcome {
  switch (statement.type) {
    case 'expression': {
      const value = context.evaluate(statement.value, environment);
      if (value.fn && statement.value.type === 'function') {
        context.enter(value.fn, environment, { calledBy: null, event: null, receiver: null });
      }
      proveByReturning(context, statement.value, environment);
      return endsProgram(context, statement.value) ? 'leave' : 'next';
    }
    case 'declare': {
      const value = statement.value ? context.evaluate(statement.value, environment) : nothing;
      // An object made here is of the type it was made as, whatever the variable may hold.
      const isMade =
        statement.value?.type === 'call' && statement.value.construct && isProgramType(context, value.path);
      const path = value.path === '@request' || isMade ? value.path : (statement.declaredType ?? value.path);
      const known = value.constants ? value : { ...value, path };
      context.assign(statement.target, known, environment, statement.node);
      if (statement.value) {
        rememberQuestion(context, statement.target, statement.value, environment);
        proveByReturning(context, statement.value, environment);
      }
      if (value.fn && statement.value?.type === 'function') {
        context.enter(value.fn, environment, { calledBy: null, event: null, receiver: null });
      }
      return 'next';
    }
    case 'block':
      return runStatements(context, statement.body, environment, frame);
    case 'if':
      return runIf(context, statement, environment, frame);
    case 'loop':
      return runLoop(context, statement, environment, frame);
    case 'switch':
      return runSwitch(context, statement, environment, frame, runStatements);
    case 'try':
      return runTry(context, statement, environment, frame);
    case 'return':
      if (statement.value) {
        const value = context.evaluate(statement.value, environment);
        if (value.fn && statement.value.type === 'function')
          context.enter(value.fn, environment, { calledBy: null, event: null, receiver: null });
        frame.returns.push(value);
        if (frame.exits) noteExit(context, frame.exits, statement.value, value, environment);
      } else if (frame.exits) noteExit(context, frame.exits, null, nothing, environment);
      return 'leave';
    case 'throw':
      if (statement.value) context.evaluate(statement.value, environment);
      return 'leave';
    case 'jump':
      if (statement.goto !== undefined) return 'leave';
      frame.jumps.push(environment);
      return 'jump';
    case 'label':
      return 'next';
    case 'function':
      context.declareFunction(statement, environment);
      return 'next';
    case 'class':
      context.runClass(statement, environment);
      return 'next';
  }
}

/** Whether a type of the program is called so. */
function isProgramType({ classFields, foreign }: FlowContext, path: string | null): boolean {
  if (path === null) return false;
  return classFields.knows(path.slice(path.lastIndexOf('.') + 1)) || (foreign?.typeAt(path, 0) ?? null) !== null;
}

/** What the parameters are where a function returns, for each answer that this return can give. */
export function noteExit(
  context: FlowContext,
  record: ExitRecord,
  answer: Expression | null,
  value: Value,
  environment: Environment,
): void {
  const truth = answer === null ? false : truthOf(value);
  const known = (side: boolean): readonly Value[] | null => {
    if (truth === !side) return null;
    const branch = environment.fork();
    if (answer && truth === undefined) refine(context, answer, branch, side);
    return record.parameters.map((name) => branch.get(name) ?? nothing);
  };
  record.found.push({ answer: value, whenTrue: known(true), whenFalse: known(false) });
}

/** Calls that never return: they end a guard as `return` does. */
const endings: ReadonlySet<string> = new Set([
  'abort',
  'exit',
  '_exit',
  'quit',
  'notFound',
  'halt',
  'die',
  'wp_die',
  'dd',
  'throw',
]);

/** Methods that only end what their object does: `controller.abort()`, `redis.quit()`. */
const endsItsObject: ReadonlySet<string> = new Set(['abort', 'quit', 'halt']);

function endsProgram(context: StatementContext, expression: Expression): boolean {
  if (expression.type !== 'call') return false;
  const { callee } = expression;
  if (callee.type === 'name') return endings.has(callee.name);
  if (callee.type !== 'member' || !endings.has(callee.property)) return false;
  return (
    !endsItsObject.has(callee.property) ||
    !isJavascript(context) ||
    (callee.object.type === 'name' && callee.object.name === 'process')
  );
}

function runIf(
  context: StatementContext,
  statement: Statement & { type: 'if' },
  environment: Environment,
  frame: Frame,
): Outcome {
  const truth = decided(context.evaluate(statement.condition, environment));
  const open: Environment[] = [];
  const outcomes: Outcome[] = [];
  for (const side of [true, false]) {
    const statements = side ? statement.whenTrue : statement.whenFalse;
    if (truth === !side) {
      context.skip(statements);
      continue;
    }
    const branch = environment.fork();
    refine(context, statement.condition, branch, side);
    const outcome = runStatements(context, statements, branch, frame);
    outcomes.push(outcome);
    if (outcome === 'next') open.push(branch);
  }
  if (open.length > 0) {
    environment.merge(open);
    return 'next';
  }
  return outcomes.includes('jump') ? 'jump' : 'leave';
}

/** Two rounds: what one iteration leaves reaches the next. */
function runLoop(
  context: StatementContext,
  statement: Statement & { type: 'loop' },
  environment: Environment,
  frame: Frame,
): Outcome {
  runStatements(context, statement.before, environment, frame);
  const outer = frame.jumps;
  for (let round = 0; round < 2; round += 1) {
    const truth = statement.condition ? decided(context.evaluate(statement.condition, environment)) : undefined;
    if (truth === false && round === 0 && !isDoLoop(statement)) {
      context.skip(statement.body);
      break;
    }
    frame.jumps = [];
    const body = environment.fork();
    if (statement.each) bindElement(context, statement.each, body);
    if (statement.condition) refine(context, statement.condition, body, true);
    const outcome = runStatements(context, statement.body, body, frame);
    environment.merge([environment.fork(), ...(outcome === 'next' ? [body] : []), ...frame.jumps]);
  }
  frame.jumps = outer;
  return 'next';
}

function isDoLoop(statement: Statement): boolean {
  return statement.node.kind === 'do_statement';
}

function bindElement(
  context: StatementContext,
  each: { readonly target: Expression; readonly iterable: Expression },
  environment: Environment,
): void {
  const iterable = context.evaluate(each.iterable, environment);
  const element = eachElement(context.tree, iterable, each.target);
  context.assign(each.target, passThrough(element, each.target.node, 'each element'), environment, each.target.node);
}

function runTry(
  context: StatementContext,
  statement: Statement & { type: 'try' },
  environment: Environment,
  frame: Frame,
): Outcome {
  const body = environment.fork();
  const outcome = runStatements(context, statement.body, body, frame);
  const open: Environment[] = outcome === 'next' ? [body] : [];
  for (const handler of statement.handlers) {
    const branch = environment.fork();
    branch.merge([body, environment.fork()]);
    if (runStatements(context, handler, branch, frame) === 'next') open.push(branch);
  }
  if (open.length > 0) environment.merge(open);
  const last = runStatements(context, statement.last, environment, frame);
  if (last !== 'next') return last;
  return open.length > 0 ? 'next' : 'leave';
}
