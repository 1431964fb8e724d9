/**
 * Texts of which every match of a regular expression holds at least one, in lower case; null when nothing is sure. Of what
 * follows each other the part with the longest text counts, of alternatives every one must have a text. Conservative: what
 * is not understood says nothing.
 */
export function requiredLiterals(regex: RegExp): readonly string[] | null {
  // Classes of classes, and letters beyond those of ASCII that fold to them.
  if (/[uv]/.test(regex.flags)) return null;
  const reader = new Reader(regex.source);
  const found = reader.alternatives();
  return reader.isAtEnd && reader.isUnderstood ? found : null;
}

type Literals = readonly string[] | null;

/** Shorter texts are everywhere. */
const shortest = 3;
/** Escapes that stand for more or for something else than the letter behind them. */
const unreadable = /[\dxukpPc]/;
const optional = /^(?:[?*]|\{0\b)/;
const quantifier = /^(?:[?*+]|\{\d+(?:,\d*)?\})\??/;
const groupStart = /^\((?:\?(?::|<?[=!]|<\w+>))?/;

class Reader {
  private at = 0;
  isUnderstood = true;

  constructor(private readonly source: string) {}

  get isAtEnd(): boolean {
    return this.at >= this.source.length;
  }

  /** Up to the end of the group. */
  alternatives(): Literals {
    let all: readonly string[] | null = this.sequence();
    while (this.source[this.at] === '|') {
      this.at += 1;
      const one = this.sequence();
      all = all && one && [...all, ...one];
    }
    return all;
  }

  private sequence(): Literals {
    let best: Literals = null;
    let run = '';
    const end = (): void => {
      best = better(best, run.length >= shortest ? [run.toLowerCase()] : null);
      run = '';
    };
    while (!this.isAtEnd && this.source[this.at] !== '|' && this.source[this.at] !== ')') {
      const atom = this.atom();
      const repeat = quantifier.exec(this.source.slice(this.at, this.at + 12))?.[0] ?? '';
      this.at += repeat.length;
      if (typeof atom === 'string' && repeat === '') {
        run += atom;
        continue;
      }
      if (typeof atom === 'string' && !optional.test(repeat)) run += atom;
      end();
      if (typeof atom !== 'string' && !optional.test(repeat)) best = better(best, atom);
    }
    end();
    return best;
  }

  /** A letter that stands for itself, or what a group or class requires. */
  private atom(): string | Literals {
    const letter = this.source[this.at] ?? '';
    if (letter === '(') return this.group();
    if (letter === '[') return this.characterClass();
    this.at += 1;
    if (letter === '\\') {
      const escaped = this.source[this.at] ?? '';
      this.at += 1;
      if (unreadable.test(escaped)) this.isUnderstood = false;
      return /\w/.test(escaped) ? null : escaped;
    }
    return /[.^$]/.test(letter) ? null : letter;
  }

  private group(): Literals {
    const start = groupStart.exec(this.source.slice(this.at, this.at + 40))?.[0] ?? '(';
    this.at += start.length;
    const inside = this.alternatives();
    this.at += 1;
    // What looks around need not be part of the match, or must not be there.
    return /[=!]$/.test(start) ? null : inside;
  }

  private characterClass(): null {
    for (this.at += this.source[this.at + 1] === '^' ? 2 : 1; this.source[this.at] !== ']'; this.at += 1) {
      if (this.isAtEnd) return null;
      if (this.source[this.at] === '\\') this.at += 1;
    }
    this.at += 1;
    return null;
  }
}

/** Whose shortest text is longer. */
function better(left: Literals, right: Literals): Literals {
  if (!left || !right) return left ?? right;
  return shortestOf(right) > shortestOf(left) ? right : left;
}

function shortestOf(literals: readonly string[]): number {
  return Math.min(...literals.map((one) => one.length));
}
