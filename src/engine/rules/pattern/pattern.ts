import type { LanguageId, SyntaxNode } from '../../tree/syntax-tree.js';

/** A compiled pattern: the tree of its source, with holes. */
export interface PatternNode {
  readonly kind: string;
  readonly field: string | null;
  /** Leaf text, or the content of a string literal. */
  readonly text: string | null;
  /** `$X`: binds one node. `$_` binds without remembering. */
  readonly metavariable: string | null;
  /** `...`: any number of siblings; `$...ARGS` remembers none of them. */
  readonly ellipsis: boolean;
  /** A plain dotted name (`subprocess.run`), matched against what the code's imports say it is. */
  readonly qualifiedName: string | null;
  /** `"=~/…/"`: the string's content must match. */
  readonly regex: RegExp | null;
  readonly children: readonly PatternNode[];
}

export interface Pattern {
  readonly source: string;
  readonly language: LanguageId;
  readonly root: PatternNode;
  /** Last name of what the pattern calls, when it is a call of a named thing: its matches are found by the callee index. */
  readonly callee: string | null;
}

/** What the metavariables of a match stand for. */
export type Bindings = ReadonlyMap<string, SyntaxNode>;
