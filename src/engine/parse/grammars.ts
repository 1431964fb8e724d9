import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { LanguageId } from '../tree/syntax-tree.js';

/** A grammar file of @vscode/tree-sitter-wasm. TSX is a grammar of its own: `<T>x` is a cast in one and an element in the other. */
export type GrammarId =
  'python' | 'javascript' | 'typescript' | 'tsx' | 'java' | 'csharp' | 'go' | 'php' | 'ruby' | 'cpp' | 'rust';

export interface Grammar {
  file: string;
  /** SHA-256 of the file: a changed grammar changes every finding, so it is pinned (see grammars.spec). */
  sha256: string;
}

/** Every installed grammar. A new language: a line here, one in `grammarsOf`, and its adapters (CONTRIBUTING.md). */
export const grammars: Readonly<Record<GrammarId, Grammar>> = {
  python: {
    file: 'tree-sitter-python.wasm',
    sha256: '16108b50df4ee9a30168794252ab55e7c93bfc5765d7fa0aa3e335752c515f47',
  },
  javascript: {
    file: 'tree-sitter-javascript.wasm',
    sha256: '5fb488d0cabb4775a594bab85682de5ad6ce83c0d6ac997a9f82dd084d571240',
  },
  typescript: {
    file: 'tree-sitter-typescript.wasm',
    sha256: '778025db5a8be0e70f8ccc3671e486dfeddd048c25d9e8a70c26de2e1bf6f97d',
  },
  tsx: {
    file: 'tree-sitter-tsx.wasm',
    sha256: '79e5da75ea62855a0cd67177685f0164eac87d5f630b3cbe1e0a099751ad30f8',
  },
  java: {
    file: 'tree-sitter-java.wasm',
    sha256: '4fdeac4ca6ca089f06c6f7e562abcac1733cd465728cc7031ebb73c2019122c4',
  },
  csharp: {
    file: 'tree-sitter-c-sharp.wasm',
    sha256: 'd12d85996c25957b4c1b71e26db2d7cc8a294997b60642e9c2a3b031b2c66dd3',
  },
  go: {
    file: 'tree-sitter-go.wasm',
    sha256: '9504573f352b20be7f2f1911754d710622aedc15afff16d5ed8fb5645681aee7',
  },
  cpp: {
    file: 'tree-sitter-cpp.wasm',
    sha256: '77a65bd42f43c2dcd69af40c12a6c32d6ed81d360c025e9feb28911f8339fd69',
  },
  rust: {
    file: 'tree-sitter-rust.wasm',
    sha256: '0dac14947cb04d94466e3df659f80a4e264c216a60b3eda175eae4cf12ed7a8d',
  },
  php: {
    file: 'tree-sitter-php.wasm',
    sha256: 'd4df6a6ff08c87c3ec4f9cbb785fe09998a0cb570e03f57d7b19b3acfb146aa7',
  },
  ruby: {
    file: 'tree-sitter-ruby.wasm',
    sha256: '09a96427d7c72f0613ed470cd9812223fc4a91d6a9c025c0235cc6bd59ff96f4',
  },
};

/** The grammars that read a language, the usual one first. A language without an entry cannot be analysed yet. */
const grammarsOf: Readonly<Partial<Record<LanguageId, readonly GrammarId[]>>> = {
  python: ['python'],
  javascript: ['javascript'],
  typescript: ['typescript', 'tsx'],
  java: ['java'],
  // C++ reads C as well, what C++ has reserved since taken for names or not.
  cpp: ['cpp'],
  c: ['cpp'],
  rust: ['rust'],
  php: ['php'],
  ruby: ['ruby'],
  csharp: ['csharp'],
  go: ['go'],
};

/** Languages that can be analysed, in the contract's order. */
export const supportedLanguages = Object.keys(grammarsOf) as readonly LanguageId[];

export function isSupported(language: LanguageId): boolean {
  return grammarsOf[language] !== undefined;
}

/**
 * The grammars to try for a source, in order: one when the filename decides it, more when only the parse can.
 */
export function grammarsFor(language: LanguageId, filename: string | null): readonly GrammarId[] {
  const candidates = grammarsOf[language];
  if (candidates === undefined) throw new Error(`no grammar reads ${language}`);
  if (language !== 'typescript' || filename === null) return candidates;
  if (/\.tsx$/i.test(filename)) return ['tsx'];
  return /\.[cm]?ts$/i.test(filename) ? ['typescript'] : candidates;
}

const folder = join(dirname(createRequire(import.meta.url).resolve('@vscode/tree-sitter-wasm/package.json')), 'wasm');

/** Absolute path of a grammar's file. */
export function grammarPath(id: GrammarId): string {
  return join(folder, grammars[id].file);
}
