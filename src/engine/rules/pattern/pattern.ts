import type { LanguageId, SyntaxNode } from '../../tree/syntax-tree.js';

/** A compiled pattern: the tree of its source, with holes. */
export interface PatternNode {
  readonly kind: string;
  readonly field: string | null;
  /** Leaf text, or the content of a string literal. */
  readonly text: string | null;
  /** `$X` binds one node, with `ellipsis` (`$...X`) a run of siblings. `$_` binds without remembering. */
  readonly metavariable: string | null;
  /** `...`: any number of siblings; as a member's name any chain of members and calls. */
  readonly ellipsis: boolean;
  /** `(Type $X)`, `($X: Type)`: last name of the type that the bound expression must have been declared with. */
  readonly type: string | null;
  /** `<... P ...>`: its only child must match the node or anything inside it. */
  readonly deep: boolean;
  /** A plain dotted name (`subprocess.run`), matched against what the code's imports say it is. */
  readonly qualifiedName: string | null;
  /** `"=~/…/"`: the string's content must match; with a metavariable (`"$X"`) the string is bound. */
  readonly regex: RegExp | null;
  readonly children: readonly PatternNode[];
}

export interface Pattern {
  readonly source: string;
  readonly language: LanguageId;
  /** The first thing of the pattern; all of it unless `sequence` holds more. */
  readonly root: PatternNode;
  /** Statements that follow each other, `root` among them; empty for a pattern of one expression or statement. */
  readonly sequence: readonly PatternNode[];
  /** Last name of what the pattern calls, when it is a call of a named thing: its matches are found by the callee index. */
  readonly callee: string | null;
}

/** What the metavariables of a match stand for; a run of siblings is one node that spans them. */
export type Bindings = ReadonlyMap<string, SyntaxNode>;
