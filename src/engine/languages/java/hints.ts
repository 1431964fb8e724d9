import type { Hint } from '../language-tables.js';

export const javaHints: readonly Hint[] = [
  [/^\s*((public|final|abstract)\s+)*class \w+(<.*>)?( (extends|implements) [\w<>, ]+)?\s*\{\s*$/, 1.5],
  [/^\s*package [\w.]+;/, 4],
  [/^\s*import (static )?[\w.]+(\.\*)?;/, 3],
  [/\b(public|private|protected)\s+(static\s+|final\s+|abstract\s+)*(class|interface|enum|record)\s+\w/, 3],
  [/\b(public|private|protected)\s+(static\s+|final\s+)*[\w<>[\],.]+\s+\w+\s*(\(|=|;)/, 3],
  [/\bSystem\.(out|err)\.print|\bString\[\]|\bnew \w+(<.*>)?\(/, 1.5],
  [/^\s*@(Override|Autowired|Entity|Test|RestController|GetMapping)/, 3],
  [/\b(String|int|boolean|double|List<\w+>)\s+\w+\s*(=|;|,|\))/, 1.5],
];
