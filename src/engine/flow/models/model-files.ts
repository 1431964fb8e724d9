import type { LanguageId } from '../../tree/syntax-tree.js';

/** Which model files speak for a language, its own first, then one per framework that needs many words. */
export const modelFilesOf: Readonly<Partial<Record<LanguageId, readonly string[]>>> = {
  python: ['python'],
  javascript: ['javascript'],
  typescript: ['javascript'],
  java: ['java'],
  php: ['php', 'php-frameworks'],
  ruby: ['ruby', 'ruby-rails'],
  csharp: ['csharp'],
  go: ['go', 'go-frameworks'],
  c: ['c'],
  cpp: ['c'],
  rust: ['rust'],
};

/** The model files there are. */
export const modelFiles: readonly string[] = [...new Set(Object.values(modelFilesOf).flat())];
