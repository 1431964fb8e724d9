/** A regular expression that could take more than linear time on hostile text. */
export class SlowRegexError extends Error {
  override readonly name = 'SlowRegexError';
}

/**
 * Refuses regular expressions whose backtracking could explode: a quantified group that holds an unbounded quantifier, a
 * back-reference. A conservative test in the spirit of safe-regex's star height: it may refuse a harmless expression,
 * never accept `(a+)+`.
 * @throws SlowRegexError naming the expression.
 */
export function assertLinear(source: string): void {
  if (/\\[1-9]/.test(source)) throw new SlowRegexError(`back-references are not allowed: ${source}`);
  const nested = nestedQuantifier(source);
  if (nested) throw new SlowRegexError(`nested quantifiers are not allowed: ${source}`);
}

/** True when an unbounded quantifier stands inside a group that is itself repeated without bound. */
export function nestedQuantifier(source: string): boolean {
  const groups: boolean[] = [];
  for (let at = 0; at < source.length; at += 1) {
    const letter = source[at];
    if (letter === '\\') at += 1;
    else if (letter === '[') at = endOfClass(source, at);
    else if (letter === '(') groups.push(false);
    else if (letter === ')') {
      const unbounded = groups.pop() ?? false;
      const repeated = isUnbounded(source, at + 1);
      if (unbounded && repeated) return true;
      if ((unbounded || repeated) && groups.length > 0) groups[groups.length - 1] = true;
    } else if (isUnbounded(source, at) && groups.length > 0) groups[groups.length - 1] = true;
  }
  return false;
}

function isUnbounded(source: string, at: number): boolean {
  const letter = source[at];
  if (letter === '*' || letter === '+') return true;
  return letter === '{' && /^\{\d+,\}/.test(source.slice(at, at + 12));
}

function endOfClass(source: string, start: number): number {
  for (let at = start + 1; at < source.length; at += 1) {
    if (source[at] === '\\') at += 1;
    else if (source[at] === ']' && at > start + 1) return at;
  }
  return source.length;
}
