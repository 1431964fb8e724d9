import type { Hint } from '../language-tables.js';

export const csharpHints: readonly Hint[] = [
  [/^\s*(global )?using (static )?[\w.]+( = [\w.<>]+)?;/, 4],
  [/^\s*using var \w|^\s*(await )?using \(/, 3],
  [/^\s*(file-scoped )?namespace [\w.]+\s*[;{]?\s*$|^\s*namespace [\w.]+/, 4],
  [/\bConsole\.(Write|Read)|\bstring\[\] args|\{ get; (set;|private set;|init;)? ?\}/, 4],
  [
    /\b(public|private|protected|internal)\s+(static\s+|async\s+|override\s+|virtual\s+|readonly\s+|sealed\s+|partial\s+)*[\w<>[\]?,.]+\s+[A-Z]\w*\s*(<\w+>)?[({]/,
    3,
  ],
  [
    /\b(public|internal|private)\s+(static\s+|abstract\s+|sealed\s+|partial\s+)*(class|struct|record|interface)\s+\w+(<.*>)?\s*:\s*\w/,
    4,
  ],
  [/\basync\s+Task\b|\bforeach \(var \w+ in\b|\bawait \w+[\w.]*\(/, 3],
  [
    /^\s*\[(Http(Get|Post|Put|Delete|Patch)|ApiController|Route|Fact|Test|Authorize|TestMethod|Serializable|FromBody)\b/,
    4,
  ],
  [/\bstring\.(Format|IsNullOrEmpty|IsNullOrWhiteSpace|Join|Concat)\b|\bnameof\(|\$@?"/, 3],
  [/\b(string|bool|decimal|object|var)\s+\w+\s*(=|;|,|\))/, 1.5],
  [/\bnew \w+(<.*>)?\s*(\(|\{)|\bthrow new \w+Exception\(/, 1],
  [/^\s*#(region|endregion|nullable|pragma)\b/, 3],
];
