import type { LanguageId } from '../tree/syntax-tree.js';
import { cHints, cppHints } from './c/hints.js';
import { csharpHints } from './csharp/hints.js';
import { goHints } from './go/hints.js';
import type { Hint } from './language-tables.js';
import { phpHints } from './php/hints.js';
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
  python: [
    [/^\s*(async )?def \w+\(.*(:|,|\()\s*(#.*)?$/, 3],
    [/^\s*class \w+(\(.*\))?:\s*$/, 3],
    [/^\s*from [\w.]+ import /, 3],
    [/^\s*import [\w.]+(, [\w.]+)*( as \w+)?\s*$/, 2],
    [/^\s*(if|elif|for|while|with|try|except|else)\b[^{};]*:\s*(#.*)?$/, 2],
    [/^\s*@\w[\w.]*(\(.*\))?\s*$/, 0.5],
    [/\b(self\.|None\b|True\b|False\b|print\(|lambda \w+:)/, 1],
    [/^\s*#(?!include|define|if|endif|!)/, 0.5],
  ],
  javascript: [
    [/^\s*class \w+( extends [\w.]+)?\s*\{\s*$/, 1.5],
    [/\b(const|let) [\w{[]/, 1.5],
    [/^\s*var \w+\s*=/, 2],
    [/\bfunction\b\s*\*?\s*\w*\s*\([\w\s,={}[\].]*\)\s*\{/, 2],
    [/=>\s*[{(\w]/, 1],
    [/\brequire\(['"]|module\.exports|\bexports\.\w/, 3],
    [/^\s*(import|export)\b.*\bfrom\s+['"]/, 2],
    [/^\s*export (default|const|function|class)\b/, 2],
    [/\b(console\.log|document\.|window\.|===|!==)/, 1.5],
  ],
  typescript: [
    [/^\s*(export )?(abstract )?class \w+(<.*>)?( extends [\w.]+)?( implements \w+)?\s*\{\s*$/, 1.5],
    [/^\s*(export )?(interface|type) \w+(<.*>)?\s*(=|\{|extends)/, 4],
    [/\b(const|let) \w+\s*:\s*\w/, 3],
    [/\(.*\w\??\s*:\s*(string|number|boolean|unknown|void|any|[A-Z]\w*)(\[\]|<.*>)?\s*[,)=]/, 3],
    [/\)\s*:\s*(string|number|boolean|void|Promise<|[A-Z]\w*)[^{;]*(\{|=>|;)\s*$/, 3],
    [/^\s*(private|public|protected|readonly)\s+(readonly\s+)?\w+\??\s*[:=(]/, 2],
    [/\bas (const|unknown|string|number|any)\b|^\s*import type\b|^\s*export (abstract|enum|declare)\b/, 3],
    [/\b(const|let) [\w{[]/, 1],
    [/^\s*(import|export)\b.*\bfrom\s+['"]/, 1.5],
    [/=>\s*[{(\w]/, 0.5],
  ],
  java: [
    [/^\s*((public|final|abstract)\s+)*class \w+(<.*>)?( (extends|implements) [\w<>, ]+)?\s*\{\s*$/, 1.5],
    [/^\s*package [\w.]+;/, 4],
    [/^\s*import (static )?[\w.]+(\.\*)?;/, 3],
    [/\b(public|private|protected)\s+(static\s+|final\s+|abstract\s+)*(class|interface|enum|record)\s+\w/, 3],
    [/\b(public|private|protected)\s+(static\s+|final\s+)*[\w<>[\],.]+\s+\w+\s*(\(|=|;)/, 3],
    [/\bSystem\.(out|err)\.print|\bString\[\]|\bnew \w+(<.*>)?\(/, 1.5],
    [/^\s*@(Override|Autowired|Entity|Test|RestController|GetMapping)/, 3],
    [/\b(String|int|boolean|double|List<\w+>)\s+\w+\s*(=|;|,|\))/, 1.5],
  ],
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
