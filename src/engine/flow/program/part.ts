import type { LanguageId, SyntaxTree } from '../../tree/syntax-tree.js';
import type { Statement } from '../core-tree.js';
import type { Interpreter } from '../evaluation/interpreter.js';
import type { Imports } from '../imports.js';
import type { Declarations } from './declarations.js';

/** One file of a program. */
export interface ProgramFile {
  readonly path: string;
  readonly tree: SyntaxTree;
}

/** A file with what it declares and what runs over it. */
export interface Part {
  readonly file: ProgramFile;
  readonly imports: Imports;
  readonly statements: readonly Statement[];
  readonly declarations: Declarations;
  readonly interpreter: Interpreter;
}

/** A name as one of a program's files, or several that make one module together, and the members that follow in them. */
export interface ResolvedName {
  readonly paths: readonly string[];
  /** `['Db', 'run']`; empty for the module itself. */
  readonly members: readonly string[];
}

/** What finding names asks of a file. */
export type Place = Pick<Part, 'file' | 'imports' | 'declarations'>;

/** How files of one language find what another declares. */
export interface NameScope {
  /** The files behind the beginning of a dotted name; null when it names none of the program's. */
  modules(name: string, from: Place): ResolvedName | null;
  /**
   * How near a declaration lies to a file that names it: the lowest number is looked at first, and must then be the only one.
   * Null where the name cannot mean it.
   * @param written the name as it is written, qualifiers first
   */
  nearness(written: readonly string[], from: Place, other: Place): number | null;
  /** Whether a file may use a function or variable of another by this name alone, without an import that names it. */
  isPlain(name: string, from: Place, other: Place): boolean;
}

const inParts: ReadonlySet<LanguageId> = new Set(['csharp', 'c', 'cpp', 'ruby', 'go', 'rust']);

/** Whether a type of this language may be written in several files. */
export function isInParts(language: LanguageId): boolean {
  return inParts.has(language);
}
