import { manifestFormatOf } from '../../engine/dependencies/manifest-formats.js';
import { likelyLanguages } from '../../engine/languages/hints.js';
import { languageOfFilename, languageOfShebang } from '../../engine/languages/names.js';
import type { LanguageId } from '../../engine/tree/syntax-tree.js';

/** The likeliest language without a parse, for a source that broke the engine. */
export function languageByName(filename: string | null, code: string): LanguageId {
  const named = manifestFormatOf(filename)?.language ?? (filename === null ? null : languageOfFilename(filename));
  return named ?? languageOfShebang(code) ?? likelyLanguages(code)[0]?.language ?? 'javascript';
}
