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
  /**
   * The object that a class of the program makes of these arguments; null when there is no such class or it is not followed.
   * @param path qualified, as imports give it
   */
  construct(path: string, args: readonly Value[], named: ReadonlyMap<string, Value>): Value | null;
  readonly classFields: ClassFields;
  /** The function that is being looked at. */
  activeFunction(): FunctionUnit | undefined;
  /** What the parameters of a function of this file are where it returns, given these arguments; none beyond the budget. */
  exits(fn: FunctionUnit, args: readonly Value[]): readonly Exit[];
  /** The program's other files; null when the file is looked at alone. */
  readonly foreign: OtherFiles | null;
  /** The tree that a function stands in: of this file or of another. */
  treeOf(fn: FunctionUnit): SyntaxTree;
  /** A function of this file, when the name says which one it is. */
  functionNamed(name: string, className: string | null): FunctionUnit | null;
  /** Looks into a function that is only handed on, such as a callback, with the variables around it (null: those where it is declared). */
  enter(fn: FunctionUnit, environment: Environment | null, role: CallbackRole): void;
  /** Remembers under which dotted path a call was made. */
  recordCall(node: SyntaxNode, path: string): void;
}

/** The other files of a program, as one of them sees them. */
export interface OtherFiles {
  /** What the context of the function's own file makes of it; undefined for a function of this file, null beyond the budget. */
  elsewhere<Result>(fn: FunctionUnit, act: (home: FlowContext) => Result): Result | null | undefined;
  /** The tree of another file that a function stands in; undefined for one of this file. */
  treeOf(fn: FunctionUnit): SyntaxTree | undefined;
  /** Functions of other files that a call runs: one, or the few that implement an interface's method. */
  called(call: ForeignCall): readonly FunctionUnit[];
  /** A type of another file by the path that values of it have; null when there is none. */
  typeAt(path: string, count: number): ForeignType | null;
  /** What a variable, a constant or an exported value of another file holds; undefined when there is none. */
  valueOf(path: string): Value | undefined;
  /** Leaves a value in a variable of another file. */
  store(path: string, value: Value): void;
  /** Where further fields of a class of this name are known: its other parts, and what it inherits from. */
  related(className: string): readonly RelatedFields[];
  /** Whether another file calls something of this name. */
  isCalled(name: string): boolean;
  /** Runs another file in the middle of this one; null when the expression names none. */
  include(written: SyntaxNode, environment: Environment): Value | null;
}

export interface ForeignCall {
  /** Qualified path, as imports and the receiver's type give it. */
  readonly path: string;
  readonly name: string;
  /** Of the receiver; null for a plain function. */
  readonly receiver: Value | null;
  /** True when the call is made on the object under way: `this.f()`, or `f()` inside a class. */
  readonly isOwn: boolean;
  /** True when it is made on what the class under way inherits from: `super.f()`. */
  readonly isBase: boolean;
  /** The class of the function under way. */
  readonly className: string | null;
  /** How many arguments are given. */
  readonly count: number;
}

export interface ForeignType {
  readonly name: string;
  /** What makes an object of these arguments; null when nothing is said. */
  readonly constructor: FunctionUnit | null;
}

export interface RelatedFields {
  readonly className: string;
  readonly fields: ClassFields;
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
