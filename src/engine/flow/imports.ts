import { readIncludes } from '../languages/c/imports.js';
import { readCsharpImports } from '../languages/csharp/imports.js';
import { readGoImports } from '../languages/go/imports.js';
import { readJavaImports } from '../languages/java/imports.js';
import { readJavascriptImports } from '../languages/javascript/imports.js';
import type { ImportReader } from '../languages/language-tables.js';
import { readPhpUses } from '../languages/php/imports.js';
import { readPythonImports } from '../languages/python/imports.js';
import { readRequires } from '../languages/ruby/imports.js';
import { readRustUses } from '../languages/rust/imports.js';
import type { LanguageId, SyntaxTree } from '../tree/syntax-tree.js';

/** What a file imports: the qualified name behind every local name, and the modules themselves. */
export interface Imports {
  readonly names: ReadonlyMap<string, string>;
  readonly modules: ReadonlySet<string>;
}

/** Reads the imports of a file, `require` calls included. `node:` prefixes are dropped: both spellings are one module. */
export function readImports(tree: SyntaxTree): Imports {
  const names = new Map<string, string>();
  const modules = new Set<string>();
  readers[tree.language]?.(tree, names, modules);
  return { names, modules };
}

const readers: Readonly<Partial<Record<LanguageId, ImportReader>>> = {
  python: readPythonImports,
  javascript: readJavascriptImports,
  typescript: readJavascriptImports,
  java: readJavaImports,
  c: readIncludes,
  cpp: readIncludes,
  rust: readRustUses,
  php: readPhpUses,
  ruby: readRequires,
  csharp: readCsharpImports,
  go: readGoImports,
};
