import type { Hint } from '../language-tables.js';

export const rubyHints: readonly Hint[] = [
  [/^\s*(require|require_relative) ['"]/, 4],
  [/^\s*def (self\.)?\w+[?!=]?(\([^)]*\)|\s+\w+(, \w+)*)?\s*(#.*)?$/, 3],
  [/^\s*class \w+(::\w+)*\s*<\s*[\w:]+/, 4],
  [/^\s*end\b[\s.)]*(\s*(if|unless) .*)?$/, 1.5],
  [/\bdo\s*\|[^|]*\|\s*$|\{\s*\|\w+(, ?\w+)*\|/, 3],
  [/^\s*(attr_(reader|writer|accessor)|include|extend|before_action|has_many|belongs_to|validates)\s+[:A-Z]/, 3],
  [/\b(puts|unless|elsif|nil\?|rescue|ensure)\b/, 1.5],
  [/^\s*@{1,2}\w+\s*(\|\|)?=[^=]/, 1.5],
  [/\[:\w+\]|(^|[\s(,]):\w+(\s*=>|,|\))|\b\w+\.(each|map|select|new)\b(?!\()/, 1],
];
