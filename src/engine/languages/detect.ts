import { isSupported } from '../parse/grammars.js';
import { parse, ParseDeadlineError } from '../parse/parser.js';
import { nestsTooDeep } from '../parse/nesting.js';
import type { LanguageId, SyntaxTree } from '../tree/syntax-tree.js';
import { isCppHeader } from './c/hints.js';
import { likelyLanguages } from './hints.js';
import { languageOfFilename, languageOfShebang } from './names.js';

/** Candidates whose hints come this close to the best are told apart by their parsers. */
const CLOSE = 0.5;
/** A parse settles it only between so many; more would be guessing at length. */
const MAX_VOTERS = 3;
/** A vote needs only the beginning of a long source. */
const BALLOT = 20_000;
const VOTE_DEADLINE_MS = 150;

/**
 * Finds the language of a source that came without one: from the filename, a `#!` line, then what the text looks like,
 * and where hints are close, from which grammar reads it with the fewest errors. Null when nothing speaks for any.
 */
export async function detectLanguage(code: string, filename: string | null): Promise<LanguageId | null> {
  const told = (filename === null ? null : languageOfFilename(filename)) ?? languageOfShebang(code);
  if (told === 'c' && /\.h$/i.test(filename ?? '') && isCppHeader(code)) return 'cpp';
  if (told !== null) return told;
  const likely = likelyLanguages(code);
  const [best] = likely;
  if (best === undefined) return voted(code, ['python', 'javascript', 'java']);
  const close = likely.filter((one) => one.score >= best.score * CLOSE).slice(0, MAX_VOTERS);
  const candidates = close.map((one) => one.language).filter(isSupported);
  // A language without a grammar has no vote: its hints stand, unless a grammar of ours reads all of the text.
  if (!isSupported(best.language)) return (await voted(code, candidates, ALL_READ)) ?? best.language;
  return candidates.length < 2 ? best.language : ((await voted(code, candidates)) ?? best.language);
}

/** The language whose grammar reads the text with the smallest share of errors; null when each stumbles badly. */
async function voted(code: string, candidates: readonly LanguageId[], most = MAX_DAMAGE): Promise<LanguageId | null> {
  let best: { language: LanguageId; damage: number } | null = null;
  for (const language of candidates) {
    const tree = await attempt(code.slice(0, BALLOT), language);
    if (tree === null) continue;
    const damage = damageOf(tree);
    if (best === null || damage < best.damage) best = { language, damage };
  }
  return best !== null && best.damage < most ? best.language : null;
}

/** Share of the text inside nodes the parser could not read, above which it is not that language. */
export const MAX_DAMAGE = 0.2;
/** The same, below which as good as all was read. */
const ALL_READ = 0.01;

async function attempt(code: string, language: LanguageId): Promise<SyntaxTree | null> {
  if (nestsTooDeep(code, language)) return null;
  try {
    return await parse(code, language, { deadlineMs: VOTE_DEADLINE_MS });
  } catch (error) {
    if (error instanceof ParseDeadlineError) return null;
    throw error;
  }
}

/** Share of a source that its grammar could not read, 0 to 1: error spans (each once), and a little per missing token. */
export function damageOf(tree: SyntaxTree): number {
  let damaged = 0;
  let covered = 0;
  for (const error of tree.errors) {
    damaged += Math.max(0, error.end - Math.max(error.start, covered)) + 1;
    covered = Math.max(covered, error.end);
  }
  return Math.min(1, damaged / Math.max(1, tree.source.trim().length));
}
