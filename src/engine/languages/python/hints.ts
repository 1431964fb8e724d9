import type { Hint } from '../language-tables.js';

export const pythonHints: readonly Hint[] = [
  [/^\s*(async )?def \w+\(.*(:|,|\()\s*(#.*)?$/, 3],
  [/^\s*class \w+(\(.*\))?:\s*$/, 3],
  [/^\s*from [\w.]+ import /, 3],
  [/^\s*import [\w.]+(, [\w.]+)*( as \w+)?\s*$/, 2],
  [/^\s*(if|elif|for|while|with|try|except|else)\b[^{};]*:\s*(#.*)?$/, 2],
  [/^\s*@\w[\w.]*(\(.*\))?\s*$/, 0.5],
  [/\b(self\.|None\b|True\b|False\b|print\(|lambda \w+:)/, 1],
  [/^\s*#(?!include|define|if|endif|!)/, 0.5],
];
