import type { LanguageId } from '../../tree/syntax-tree.js';

/** Which model file speaks for a language. */
export const modelFileOf: Readonly<Partial<Record<LanguageId, string>>> = {
  python: 'python',
  javascript: 'javascript',
  typescript: 'javascript',
  java: 'java',
};

/** The model files there are. */
export const modelFiles: readonly string[] = [...new Set(Object.values(modelFileOf))];
