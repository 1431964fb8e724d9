import type { ArchitectureLanguage, DependencyKind } from '../architecture-report.js';

/** What one file says, before anything is resolved. Plain data with offsets (UTF-16) as evidence. */
export interface FileFacts {
  path: string;
  language: ArchitectureLanguage;
  imports: ImportStatement[];
  calls: CallFact[];
  decorations: DecorationFact[];
  /** Where `if __name__ == "__main__"` stands, else null. */
  mainGuard: number | null;
  /** False when the parser met errors: what it still found is used. */
  clean: boolean;
}

export interface ImportStatement {
  /** As written: `./user.js`, `..models`, `pkg.module`. */
  specifier: string;
  kind: DependencyKind;
  offset: number;
  /** Python's `from m import a, b`: each may be a submodule. Empty for everything else. */
  names: readonly string[];
  /** An import that may fail without harm (`try: import x`, `require.resolve`). */
  optional: boolean;
}

/** A call whose callee is a plain or dotted name, with its first string argument. */
export interface CallFact {
  /** `app.get`, `express.Router`, `fetch`. */
  callee: string;
  /** First argument when it is a string, else null. */
  text: string | null;
  /** Name of the second argument, or of what it calls (`include` of `path('x/', include(y))`). */
  second: string | null;
  /** Value of a `prefix` or `url_prefix` argument (Python). */
  prefix: string | null;
  /** Number of arguments. */
  count: number;
  /** The variable that takes the result, or null. */
  assignedTo: string | null;
  offset: number;
}

/** A decorator on a class, method or function. */
export interface DecorationFact {
  /** `Controller`, `app.route`. */
  name: string;
  text: string | null;
  /** Upper-case string elements of a `methods` argument. */
  methods: readonly string[];
  /** Name of the class around it, for methods, or of the class itself. */
  owner: string | null;
  target: 'class' | 'member';
  offset: number;
}
