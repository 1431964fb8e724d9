import { likelyLanguages } from '../../engine/languages/hints.js';
import { languageOfFilename, languageOfShebang } from '../../engine/languages/names.js';
import type { LanguageId } from '../../engine/tree/syntax-tree.js';

/** The likeliest language without a parse, for a source that broke the engine. */
export function languageByName(filename: string | null, code: string): LanguageId {
  const named = filename === null ? null : languageOfFilename(filename);
  return named ?? languageOfShebang(code) ?? likelyLanguages(code)[0]?.language ?? 'javascript';
}
