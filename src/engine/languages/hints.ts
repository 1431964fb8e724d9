import type { LanguageId } from '../tree/syntax-tree.js';
import { cHints, cppHints } from './c/hints.js';
import { csharpHints } from './csharp/hints.js';
import { goHints } from './go/hints.js';
import { javaHints } from './java/hints.js';
import { javascriptHints, typescriptHints } from './javascript/hints.js';
import type { Hint } from './language-tables.js';
import { phpHints } from './php/hints.js';
import { pythonHints } from './python/hints.js';
import { rubyHints } from './ruby/hints.js';
import { rustHints } from './rust/hints.js';

/**
 * What a language's code looks like, line by line. Each pattern speaks for its language with its weight, once per line and
 * at most `CAP` times, so that one habit alone does not decide. All patterns are linear: no nested repetition.
 */
const CAP = 4;
/** Only so much is looked at; a language shows early. */
const MAX_LINES = 400;
const MAX_LINE = 300;

const hints: Readonly<Record<LanguageId, readonly Hint[]>> = {
  python: pythonHints,
  javascript: javascriptHints,
  typescript: typescriptHints,
  java: javaHints,
  csharp: csharpHints,
  cpp: cppHints,
  c: cHints,
  go: goHints,
  php: phpHints,
  ruby: rubyHints,
  rust: rustHints,
};

/** Languages the text speaks for, the likeliest first; empty when it shows none. */
export function likelyLanguages(code: string): readonly { language: LanguageId; score: number }[] {
  const lines = code.split('\n', MAX_LINES).map((line) => line.slice(0, MAX_LINE));
  const scored = (Object.keys(hints) as LanguageId[]).map((language) => ({ language, score: score(language, lines) }));
  return scored.filter((one) => one.score > 0).sort((a, b) => b.score - a.score || (a.language < b.language ? -1 : 1));
}

function score(language: LanguageId, lines: readonly string[]): number {
  let sum = 0;
  for (const [pattern, weight] of hints[language]) {
    let hits = 0;
    for (const line of lines) {
      if (pattern.test(line) && ++hits === CAP) break;
    }
    sum += hits * weight;
  }
  return sum;
}
