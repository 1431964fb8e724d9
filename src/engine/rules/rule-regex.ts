/** A regular expression of a rule file; `(?i)` at its beginning takes letters in either case. */
export function ruleRegex(source: string): RegExp {
  const folded = source.startsWith('(?i)');
  return new RegExp(folded ? source.slice(4) : source, folded ? 'i' : '');
}
