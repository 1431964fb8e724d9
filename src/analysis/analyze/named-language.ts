import { languageNamed } from '../../engine/languages/names.js';
import { supportedLanguages } from '../../engine/parse/grammars.js';
import type { LanguageId } from '../../engine/tree/syntax-tree.js';
import { Problem } from '../../problem/problem.js';

/** The language a request names. @throws Problem `unknown_language` when it is none. */
export function namedLanguage(name: string): LanguageId {
  const language = languageNamed(name);
  if (language !== null) return language;
  throw new Problem('unknown_language', {
    detail: `The language is none that can be analysed: ${supportedLanguages.join(', ')}.`,
  });
}
