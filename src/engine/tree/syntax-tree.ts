/**
 * The engine's own syntax tree: copied once out of the parser, so that no rule, metric or flow step ever crosses the
 * WebAssembly boundary again (a cursor walk costs about as much as the whole copy, and every rule would repeat it).
 *
 * Offsets are 0-based UTF-16 code units of the source text; lines and columns, made by `SyntaxTree.position`, 1-based.
 */

/** Languages the service names in its contract; an installed grammar decides which of them can be analysed. */
export type LanguageId =
  'python' | 'javascript' | 'typescript' | 'java' | 'csharp' | 'cpp' | 'c' | 'go' | 'php' | 'ruby' | 'rust';

/** One node. Kinds and field names are the grammar's own (tree-sitter), but for PHP and Ruby (parse/normal-form.ts). */
export interface SyntaxNode {
  /** Position in the pre-order list of all nodes: `tree.nodes[id] === node`. */
  readonly id: number;
  readonly kind: string;
  readonly start: number;
  readonly end: number;
  /** The parent's name for this child (`function`, `arguments`, …), or null. */
  readonly field: string | null;
  /** False for punctuation and keywords. */
  readonly named: boolean;
  readonly parent: SyntaxNode | null;
  /** All children in source order, anonymous ones too. */
  readonly children: readonly SyntaxNode[];
  /** The id after the last descendant: the subtree is `nodes.slice(id, subtreeEnd)`. */
  readonly subtreeEnd: number;
}

export interface Position {
  line: number;
  column: number;
  offset: number;
}

/** A parsed source with the indexes that rule dispatch needs. */
export interface SyntaxTree {
  readonly language: LanguageId;
  readonly source: string;
  readonly root: SyntaxNode;
  /** Every node in pre-order. */
  readonly nodes: readonly SyntaxNode[];
  /** Nodes of one kind, in source order. */
  byKind(kind: string): readonly SyntaxNode[];
  /** Calls whose callee's last name is `name` (`execute` for `db.cursor().execute(x)`; the class name for `new X()`), in source order. */
  callsTo(name: string): readonly SyntaxNode[];
  /** The node's source text. */
  text(node: SyntaxNode): string;
  position(offset: number): Position;
  /** Spans the parser could not make sense of (ERROR and missing nodes). */
  readonly errors: readonly SyntaxNode[];
}
