import type { SyntaxNode, SyntaxTree } from '../tree/syntax-tree.js';

/**
 * The shapes of what a language says about itself in `languages/<language>/`. Each table is registered by one line where it
 * is used: metrics/functions, metrics/cyclomatic, rules/grammar-facts, rules/pattern/pattern-syntax, flow/imports, hints.
 */

/** A line of code speaks for a language with this weight when the pattern finds something in it. */
export type Hint = readonly [pattern: RegExp, weight: number];

/** What is a function, and which parts of a tree are code of no function. */
export interface FunctionRules {
  functions: ReadonlySet<string>;
  /** Kinds that are functions only when they have a body. */
  needBody?: ReadonlySet<string>;
  /** True for a subtree that leaves the function around it (a class body in Python, a field's initialiser). */
  leaves: (node: SyntaxNode) => boolean;
  /** True for the part of a function that belongs to it; null: all of it. */
  part: ((node: SyntaxNode) => boolean) | null;
}

/** How many decisions a node is. */
export type Decision = (node: SyntaxNode, tree: SyntaxTree) => number;

/** Decisions by the kind of node. */
export type Decisions = Readonly<Record<string, Decision>>;

/** The node kinds that rules speak of by meaning, for one grammar. */
export interface GrammarFacts {
  readonly functions: ReadonlySet<string>;
  readonly classes: ReadonlySet<string>;
  readonly loops: ReadonlySet<string>;
  readonly branches: ReadonlySet<string>;
  readonly tries: ReadonlySet<string>;
  readonly handlers: ReadonlySet<string>;
  readonly calls: ReadonlySet<string>;
  readonly blocks: ReadonlySet<string>;
  readonly comments: ReadonlySet<string>;
  /** Statements that leave their block: what follows them never runs. */
  readonly exits: ReadonlySet<string>;
  readonly assignments: ReadonlySet<string>;
  readonly names: ReadonlySet<string>;
}

/** Kinds written as words. */
export function kinds(text: string): ReadonlySet<string> {
  return new Set(text.split(' '));
}

/** How a pattern becomes a file that the grammar reads, and how its names are compared with the code's. */
export interface PatternSyntax {
  /** The pattern's text, with its placeholders, as a file of the language. */
  readonly file: (text: string) => string;
  /** The statements of that file that are the pattern; the file's own when null. */
  readonly statements: ((root: SyntaxNode) => readonly SyntaxNode[]) | null;
  /** True where code names a type by any tail of its full name (`Cipher`, `javax.crypto.Cipher`); else imports decide. */
  readonly shortTypeNames: boolean;
}

/** Puts the names that a file imports into `names` (local → qualified), and the modules into `modules`. */
export type ImportReader = (tree: SyntaxTree, names: Map<string, string>, modules: Set<string>) => void;
