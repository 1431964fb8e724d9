import { RE2JS } from 're2js';

/** A tenant's regular expression that cannot be used. */
export class TenantRegexError extends Error {
  override readonly name = 'TenantRegexError';
}

/** Work that regular expressions may still do: instructions of the program × characters of the text. */
export interface RegexBudget {
  units: number;
}

export interface TextRange {
  readonly start: number;
  readonly end: number;
}

/** A program of more instructions is refused: ten thousand alternatives are a list, not an expression. */
const maximumProgram = 60_000;
/** A question of yes or no is this much cheaper than a place. */
const TEST_GAIN = 8;
/** Characters that a look-ahead sees. */
const LOOKED_AHEAD = 2_000;
/** Places in one text. */
const maximumPlaces = 2_000;

/**
 * A regular expression that runs in linear time whatever it says and whatever it runs over: RE2's automaton (re2js), which
 * knows no backtracking. Look-ahead, which rules are full of and RE2 has not, is taken apart where that means the same:
 * at the head (`^(?!a)b`: b here, and not a here) and at the tail (`b(?!a)`: b, and no a after it). The price: in the
 * middle it is refused, and at the tail b is not tried again shorter. Look-behind is RE2's own extension.
 */
export class TenantRegex {
  private readonly body: RE2JS;
  private readonly ahead: readonly { readonly regex: RE2JS; readonly wanted: boolean }[];
  private readonly after: { readonly regex: RE2JS; readonly wanted: boolean } | null;
  private readonly size: number;

  /** @throws TenantRegexError saying what is wrong with the expression. */
  constructor(readonly source: string) {
    const parts = takenApart(source);
    this.body = compiled(parts.body);
    this.ahead = parts.ahead.map(({ text, wanted }) => ({ regex: compiled(`${parts.flags}^(?:${text})`), wanted }));
    this.after = parts.after && {
      regex: compiled(`${parts.flags}^(?:${parts.after.text})`),
      wanted: parts.after.wanted,
    };
    const all = [this.body, ...this.ahead.map(({ regex }) => regex), ...(this.after ? [this.after.regex] : [])];
    this.size = all.reduce((sum, regex) => sum + regex.programSize(), 0);
    if (this.size > maximumProgram) throw new TenantRegexError('the regular expression is too large');
  }

  /** Whether it matches anywhere; at the start with `anchored`. A spent budget matches nothing. */
  test(text: string, budget: RegexBudget, anchored = false): boolean {
    if (!anchored && this.ahead.length === 0 && !this.after)
      return this.pay(text.length / TEST_GAIN, budget) && this.body.test(text);
    for (const { start } of this.places(text, budget)) {
      if (!anchored || start === 0) return true;
      return false;
    }
    return false;
  }

  /** Every place it matches at, in order, without overlaps. */
  *places(text: string, budget: RegexBudget): Generator<TextRange> {
    // Whether it matches at all is asked of the faster automaton.
    if (!this.pay(text.length / TEST_GAIN, budget) || !this.body.test(text)) return;
    if (!this.pay(text.length, budget)) return;
    const matcher = this.body.matcher(text);
    let from = 0;
    for (let found = 0; found < maximumPlaces && from <= text.length && matcher.find(from); found += 1) {
      const start = matcher.start();
      const end = matcher.end();
      const fits = this.fits(text, start, end, budget);
      if (fits) yield { start, end };
      from = fits ? Math.max(end, start + 1) : start + 1;
    }
  }

  /** Every place with what `replacement` (`\\1`, `$1` are groups) makes of it. */
  *replacements(text: string, replacement: string): Generator<TextRange & { readonly text: string }> {
    for (const { start, end } of this.places(text, { units: this.size * (text.length + 1) * 4 })) {
      const groups = this.body.matcher(text.slice(start, end));
      const known = groups.find() ? groups.groupCount() : -1;
      const made = replacement.replace(/[\\$](\d)/g, (found, digit: string) => {
        if (Number(digit) > known) return found;
        return groups.group(Number(digit)) ?? '';
      });
      yield { start, end, text: made };
    }
  }

  private fits(text: string, start: number, end: number, budget: RegexBudget): boolean {
    const { ahead, after } = this;
    if (ahead.length > 0) {
      const rest = text.slice(start, start + LOOKED_AHEAD);
      if (
        !this.pay(rest.length / TEST_GAIN, budget) ||
        !ahead.every(({ regex, wanted }) => regex.test(rest) === wanted)
      )
        return false;
    }
    if (!after) return true;
    const tail = text.slice(end, end + LOOKED_AHEAD);
    return this.pay(tail.length / TEST_GAIN, budget) && after.regex.test(tail) === after.wanted;
  }

  private pay(length: number, budget: RegexBudget): boolean {
    budget.units -= this.size * (length + 1);
    return budget.units >= 0;
  }
}

function compiled(source: string): RE2JS {
  try {
    return RE2JS.compile(RE2JS.translateRegExp(source), RE2JS.LOOKBEHINDS);
  } catch (error) {
    const said = error instanceof Error ? error.message.replace(/^error parsing regexp: /, '') : 'it cannot be read';
    if (/\(\?[=!]/.test(said)) {
      throw new TenantRegexError('look-ahead is possible at the start and at the end of an expression only');
    }
    throw new TenantRegexError(said);
  }
}

interface Parts {
  readonly flags: string;
  readonly ahead: readonly { readonly text: string; readonly wanted: boolean }[];
  readonly body: string;
  readonly after: { readonly text: string; readonly wanted: boolean } | null;
}

function takenApart(source: string): Parts {
  if (/\\[1-9]|\\k<|\(\?P=/.test(source.replace(/\\\\/g, ''))) {
    throw new TenantRegexError('back-references do not run in linear time and are not possible');
  }
  // Possessive and atomic forms only steer backtracking, which there is none of.
  let rest = withoutPossessives(source).replace(/\(\?>/g, '(?:').replace(/\\Z/g, '\\z');
  const flags = /^(?:\(\?[ims]+\))*/.exec(rest)?.[0] ?? '';
  rest = rest.slice(flags.length);
  const anchor = /^(?:\^|\\A)/.exec(rest)?.[0] ?? '';
  const ahead: { text: string; wanted: boolean }[] = [];
  let body = rest.slice(anchor.length);
  while (/^\(\?[=!]/.test(body)) {
    const end = closing(body, 0);
    if (end < 0) break;
    ahead.push({ text: body.slice(3, end), wanted: body[2] === '=' });
    body = body.slice(end + 1);
  }
  // An alternative beside it would make the head belong to the first branch alone.
  if (ahead.length > 0 && hasTopLevelBar(body))
    throw new TenantRegexError('put the alternatives after a look-ahead into a group');
  const tail = lastLookahead(body);
  if (tail) body = body.slice(0, tail.at);
  if (tail && hasTopLevelBar(body)) throw new TenantRegexError('put the alternatives before a look-ahead into a group');
  return { flags, ahead, body: `${flags}${anchor}${body}`, after: tail };
}

/** `a*+` as `a*`; in a class both characters stand for themselves. */
function withoutPossessives(source: string): string {
  let plain = '';
  for (let at = 0; at < source.length; at += 1) {
    const end = source[at] === '\\' ? at + 1 : source[at] === '[' ? endOfClass(source, at) : at;
    plain += source.slice(at, end + 1);
    if (end === at && /[*+?}]/.test(source[at] ?? '') && source[at + 1] === '+') at += 1;
    else at = end;
  }
  return plain;
}

function lastLookahead(body: string): { text: string; wanted: boolean; at: number } | null {
  for (let at = 0; at < body.length; at += 1) {
    const letter = body[at];
    if (letter === '\\') at += 1;
    else if (letter === '[') at = endOfClass(body, at);
    else if (letter === '(') {
      const end = closing(body, at);
      if (end === body.length - 1 && /^\(\?[=!]/.test(body.slice(at, at + 3)))
        return { text: body.slice(at + 3, end), wanted: body[at + 2] === '=', at };
      if (end < 0) return null;
      at = end;
    }
  }
  return null;
}

function hasTopLevelBar(text: string): boolean {
  for (let at = 0; at < text.length; at += 1) {
    const letter = text[at];
    if (letter === '\\') at += 1;
    else if (letter === '[') at = endOfClass(text, at);
    else if (letter === '(') {
      const end = closing(text, at);
      if (end < 0) return false;
      at = end;
    } else if (letter === '|') return true;
  }
  return false;
}

/** Offset of the parenthesis that closes the one at `start`, or -1. */
function closing(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at += 1) {
    const letter = text[at];
    if (letter === '\\') at += 1;
    else if (letter === '[') at = endOfClass(text, at);
    else if (letter === '(') depth += 1;
    else if (letter === ')') {
      depth -= 1;
      if (depth === 0) return at;
    }
  }
  return -1;
}

function endOfClass(text: string, start: number): number {
  let at = start + 1;
  if (text[at] === '^') at += 1;
  if (text[at] === ']') at += 1;
  for (; at < text.length; at += 1) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === ']') return at;
  }
  return text.length;
}
