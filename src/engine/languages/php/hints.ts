import type { Hint } from '../language-tables.js';

export const phpHints: readonly Hint[] = [
  // Nothing else opens like this, and a template may do so far into its HTML.
  [/<\?(php\b|=)/, 20],
  [/\$\w+\s*(=|->|\[|\.=)/, 2],
  [/\$this->\w|\b\w+::\w+\(|\bfunction \w*\([^)]*\$\w/, 2],
  [/^\s*(namespace [\w\\]+|use [\w\\]+\\[\w\\]+( as \w+)?);/, 4],
  [/\$_(GET|POST|REQUEST|COOKIE|SERVER|FILES|SESSION)\b/, 5],
];
