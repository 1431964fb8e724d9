import type { Hint } from '../language-tables.js';

export const goHints: readonly Hint[] = [
  [/^package \w+\s*$/, 5],
  [/^func (\(\w+ \*?\w+(\[\w+\])?\) )?\w+(\[.*\])?\(/, 4],
  [/:=\s|\bfmt\.\w|\bif err != nil\b/, 3],
  [/^type \w+ (struct|interface|func)\b/, 4],
  [/^\s*(defer|go) \w[\w.]*\(|\bchan \w|\brange \w|\bmake\((chan|map|\[\])/, 3],
  [/^import (\(|"[\w./-]+")\s*$/, 3],
];
