import type { LanguageId } from '../tree/syntax-tree.js';

/**
 * Deepest nesting that is parsed. Some grammars need time and memory that grow with the square of it (20 KB of `A<A<…`
 * took 1.8 s and 1.4 GB in Java's); over 6,417 real files the deepest were 20 brackets and 7 unclosed `<`.
 */
const MAX_OPEN = 200;

/** How deep a source nests at one place. No lexer: brackets in strings count too, and no string that is none fools it. */
class Nesting {
  private open = 0;
  private angle = 0;
  /** Python has no generics in angle brackets, and no `;` or `{` that would end a row of comparisons. */
  private readonly angles: boolean;
  /** Nor have these, whose lines end statements: a row of `list << item` is no nest. */
  private readonly anglesEndWithLines: boolean;

  constructor(language: LanguageId) {
    this.angles = language !== 'python';
    this.anglesEndWithLines = language === 'ruby' || language === 'go' || language === 'php';
  }

  get isTooDeep(): boolean {
    return this.open > MAX_OPEN || (this.angles && this.angle > MAX_OPEN);
  }

  read(unit: number): void {
    switch (unit) {
      case 0x28: // (
      case 0x5b: // [
        this.open += 1;
        break;
      case 0x7b: // {
        this.open += 1;
        this.angle = 0;
        break;
      case 0x29: // )
      case 0x5d: // ]
        this.open = Math.max(0, this.open - 1);
        break;
      case 0x7d: // }
        this.open = Math.max(0, this.open - 1);
        this.angle = 0;
        break;
      case 0x3b: // ;
        this.angle = 0;
        break;
      case 0x0a:
        if (this.anglesEndWithLines) this.angle = 0;
        break;
      case 0x3c: // <
        this.angle += 1;
        break;
      case 0x3e: // >
        this.angle = Math.max(0, this.angle - 1);
        break;
    }
  }

  depth(): readonly [number, number] {
    return [this.open, this.angle];
  }

  isWithin([open, angle]: readonly [number, number]): boolean {
    return this.open <= open && (!this.angles || this.angle <= angle);
  }

  return([open, angle]: readonly [number, number]): void {
    this.open = open;
    this.angle = angle;
  }
}

/** True when the source nests deeper than is parsed: one scan. */
export function nestsTooDeep(code: string, language: LanguageId): boolean {
  const nesting = new Nesting(language);
  for (let at = 0; at < code.length; at++) {
    nesting.read(code.charCodeAt(at));
    if (nesting.isTooDeep) return true;
  }
  return false;
}

/**
 * The source with blanks in place of what nests too deep, each character at its offset, so that a row of brackets in a
 * comment hides nothing of the program around it. What is blanked begins where the line last stood at the level it began
 * with, and ends where it is back there, at a quote or the end of a comment (which may stand in none), or with the line.
 */
export function withoutDeepNests(code: string, language: LanguageId): string {
  const nesting = new Nesting(language);
  let level = nesting.depth();
  let levelAt = 0;
  let plain = '';
  let from = 0;
  let isDeep = false;
  for (let at = 0; at < code.length; at++) {
    const unit = code.charCodeAt(at);
    const isLineEnd = unit === 0x0a;
    nesting.read(unit);
    isDeep ||= nesting.isTooDeep;
    const isBack = nesting.isWithin(level);
    if (isDeep && (isLineEnd || isBack || endsNest(code, at))) {
      const end = isBack && !isLineEnd ? at + 1 : at;
      plain += code.slice(from, levelAt) + blanked(code, levelAt, end);
      from = end;
      isDeep = false;
      nesting.return(level);
    }
    if (isLineEnd) level = nesting.depth();
    if (isLineEnd || (!isDeep && nesting.isWithin(level))) levelAt = at + 1;
  }
  return plain + (isDeep ? code.slice(from, levelAt) + blanked(code, levelAt, code.length) : code.slice(from));
}

/** Quotes stay: what they enclose ends where it ended. A nest that is a value becomes one, so that its line is one of code. */
function blanked(code: string, start: number, end: number): string {
  const blanks = code.slice(start, end).replace(/[^\r\n'"`\\]/g, ' ');
  return blanks.startsWith(' ') && !/\w/.test(code[start - 1] ?? '') ? `0${blanks.slice(1)}` : blanks;
}

/** A quote, or the end of a block comment. */
function endsNest(code: string, at: number): boolean {
  const unit = code[at];
  return unit === '"' || unit === "'" || unit === '`' || (unit === '*' && code[at + 1] === '/');
}
