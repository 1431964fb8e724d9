import type { Expression, FunctionUnit } from './core-tree.js';
import type { ClassFields, Receiver } from './evaluation/class-fields.js';
import type { Environment } from './evaluation/environment.js';
import type { FlowModel } from './flow-model.js';
import type { Exit } from './guards/function-proofs.js';
import type { Imports } from './imports.js';
import type { ProvedExpressions } from './guards/proved-expressions.js';
import type { SyntaxTree, SyntaxNode } from '../tree/syntax-tree.js';
import type { Value } from './value.js';

/** What the parts of the interpreter ask of each other. */
export interface FlowContext {
  readonly tree: SyntaxTree;
  readonly model: FlowModel;
  readonly imports: Imports;
  readonly proofs: ProvedExpressions;
  /** The value of an expression, recorded for its node. */
  evaluate(expression: Expression, environment: Environment): Value;
  /** Binds a value to an assignable expression. */
  assign(target: Expression, value: Value, environment: Environment, node: SyntaxNode): void;
  /** The result of calling a function of this file with these arguments; null when the budget forbids to follow it. */
  invoke(
    fn: FunctionUnit,
    args: readonly Value[],
    named: ReadonlyMap<string, Value>,
    wrote?: WrittenParameter,
    receiver?: Receiver,
  ): Value | null;
  /** The object that a class of this file makes of these arguments; null when there is no such class or it is not followed. */
  construct(className: string, args: readonly Value[], named: ReadonlyMap<string, Value>): Value | null;
  readonly classFields: ClassFields;
  /** The function that is being looked at. */
  activeFunction(): FunctionUnit | undefined;
  /** What the parameters of a function of this file are where it returns, given these arguments; none beyond the budget. */
  exits(fn: FunctionUnit, args: readonly Value[]): readonly Exit[];
  /** Functions of the program's other files; null when the file is looked at alone. */
  readonly foreign: ForeignFunctions | null;
  /** A function of this file, when the name says which one it is. */
  functionNamed(name: string, className: string | null): FunctionUnit | null;
  /** Looks into a function that is only handed on, such as a callback. */
  enter(fn: FunctionUnit, environment: Environment, role: CallbackRole): void;
  /** Remembers under which dotted path a call was made. */
  recordCall(node: SyntaxNode, path: string): void;
}

/** Calls that lead into other files of the program. */
export interface ForeignFunctions {
  /**
   * The result of a call under its qualified path; null when no other file has that function.
   * @param owner last name of the receiver's type, when there is one.
   */
  call(path: string, owner: string | null, args: readonly Value[], named: ReadonlyMap<string, Value>): Value | null;
}

/** Told of each parameter that the function wrote through, by its place. */
export type WrittenParameter = (index: number, value: Value) => void;

/** Why a function value was met: decides what its parameters are. */
export interface CallbackRole {
  /** Path of the call it was given to, or null. */
  readonly calledBy: string | null;
  /** The call's first constant argument: an event's name, a route. */
  readonly event: string | null;
  /** What the receiver carries: `items.forEach(item => …)` hands its elements on. */
  readonly receiver: Value | null;
}
