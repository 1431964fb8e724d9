import type { SyntaxNode } from '../tree/syntax-tree.js';

/**
 * The language-neutral form that value origins are computed on: structured statements and a dozen expressions. Every
 * grammar is lowered into it once per file; whatever a lowering does not know becomes `opaque`, which keeps the values
 * of its parts (never a crash, at worst an over-cautious origin).
 */
export type Expression = { readonly node: SyntaxNode } & (
  | { readonly type: 'literal'; readonly value: Constant }
  | { readonly type: 'name'; readonly name: string }
  | { readonly type: 'member'; readonly object: Expression; readonly property: string }
  | { readonly type: 'index'; readonly object: Expression; readonly key: Expression | null }
  | {
      readonly type: 'call';
      readonly callee: Expression;
      readonly args: readonly Argument[];
      readonly construct: boolean;
    }
  /** Text put together: template literals, f-strings, adjacent literals. */
  | { readonly type: 'compose'; readonly parts: readonly Expression[] }
  /** A whole chain of `+`, left to right. */
  | { readonly type: 'sum'; readonly parts: readonly Expression[] }
  | { readonly type: 'binary'; readonly operator: string; readonly left: Expression; readonly right: Expression }
  | { readonly type: 'unary'; readonly operator: string; readonly operand: Expression }
  | {
      readonly type: 'choice';
      readonly condition: Expression;
      readonly whenTrue: Expression;
      readonly whenFalse: Expression;
    }
  | { readonly type: 'list'; readonly items: readonly Expression[] }
  /** With the last name of the type that is made, where one is written. */
  | { readonly type: 'record'; readonly entries: readonly Entry[]; readonly typeName?: string | null }
  | { readonly type: 'function'; readonly fn: FunctionUnit }
  | {
      readonly type: 'assign';
      readonly target: Expression;
      readonly value: Expression;
      readonly operator: string | null;
    }
  /** `[f(x) for x in xs if g(x)]`: bindings (assignments), what is asked of them, and the element made. */
  | {
      readonly type: 'comprehension';
      readonly bindings: readonly Expression[];
      readonly conditions: readonly Expression[];
      readonly element: Expression;
    }
  | { readonly type: 'opaque'; readonly parts: readonly Expression[] }
);

export type Constant = string | number | boolean | null;

export interface Argument {
  readonly name: string | null;
  readonly value: Expression;
  readonly spread: boolean;
}

/** A key of null is a computed or spread entry. */
export interface Entry {
  readonly key: string | null;
  readonly value: Expression;
}

export type Statement = { readonly node: SyntaxNode } & (
  | { readonly type: 'expression'; readonly value: Expression }
  /** `declaredType` is the type's last name, when written. */
  | {
      readonly type: 'declare';
      readonly target: Expression;
      readonly value: Expression | null;
      readonly declaredType: string | null;
    }
  | { readonly type: 'block'; readonly body: readonly Statement[] }
  | {
      readonly type: 'if';
      readonly condition: Expression;
      readonly whenTrue: readonly Statement[];
      readonly whenFalse: readonly Statement[];
    }
  | {
      readonly type: 'loop';
      readonly condition: Expression | null;
      /** For-each: what is bound to every element of what. */
      readonly each: { readonly target: Expression; readonly iterable: Expression } | null;
      readonly before: readonly Statement[];
      readonly body: readonly Statement[];
    }
  | { readonly type: 'switch'; readonly subject: Expression; readonly cases: readonly SwitchCase[] }
  | {
      readonly type: 'try';
      readonly body: readonly Statement[];
      readonly handlers: readonly (readonly Statement[])[];
      readonly last: readonly Statement[];
    }
  | { readonly type: 'return'; readonly value: Expression | null }
  | { readonly type: 'throw'; readonly value: Expression | null }
  /** `break`, `continue`; a `goto` says where to. */
  | { readonly type: 'jump'; readonly goto?: string }
  /** Where a `goto` leads: code may go on here though what stands before it has left. */
  | { readonly type: 'label'; readonly name: string }
  | { readonly type: 'function'; readonly fn: FunctionUnit }
  | { readonly type: 'class'; readonly name: string; readonly body: readonly Statement[] }
);

export interface SwitchCase {
  /** Empty for the default case. */
  readonly tests: readonly Expression[];
  readonly body: readonly Statement[];
  /** True when control runs on into the next case unless the body jumps. */
  readonly fallsThrough: boolean;
}

export interface Parameter {
  readonly name: string;
  readonly node: SyntaxNode;
  /** Last name of the declared type, or null. */
  readonly type: string | null;
  /** Last names of decorators or annotations. */
  readonly annotations: readonly string[];
  readonly rest: boolean;
  /** Names bound by a destructured parameter, when it is one. */
  readonly properties: readonly string[];
  /** Name of the function whose result a framework gives it. */
  readonly provider?: string;
}

export interface FunctionUnit {
  readonly name: string | null;
  readonly node: SyntaxNode;
  readonly className: string | null;
  /** Name of the variable that holds the object a method is called on, where the language lets each method choose one. */
  readonly receiver?: string;
  /** True when nothing outside the file can call it by name. */
  readonly confined?: boolean;
  readonly parameters: readonly Parameter[];
  /** Full text of each decorator or annotation, without `@`. */
  readonly annotations: readonly string[];
  /** Lowered on first use: a file's functions are only lowered when an origin is asked for. */
  readonly body: () => readonly Statement[];
}

/** Expressions and statements nested deeper than this become opaque without parts: the walk must never overflow the stack. */
export const maximumLoweringDepth = 120;
