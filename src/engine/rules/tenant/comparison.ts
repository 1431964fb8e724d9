/** A comparison of metavariables that cannot be read. */
export class ComparisonError extends Error {
  override readonly name = 'ComparisonError';
}

export type ComparisonValue = number | string | boolean | null | readonly ComparisonValue[];

/** What a metavariable stands for: its literal value, or null. */
export type Lookup = (metavariable: string) => ComparisonValue;

/** The answer to a comparison; null where a value is not known, and then nothing is found. */
export type Comparison = (lookup: Lookup, matches: (regex: string, text: string) => boolean) => ComparisonValue;

const longest = 1_000;
const maximumDepth = 30;
const tokens =
  /\s*(\$[A-Z_][A-Z0-9_]*|0[xX][\da-fA-F]+|\d+(?:\.\d+)?|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\*\*|\/\/|[<>=!]=|[-+*/%<>()[\],.]|[A-Za-z_]\w*)/y;

/**
 * Reads the expression of `metavariable-comparison`: Python's `and`, `or`, `not`, comparisons, `in`, arithmetic, `int()`,
 * `float()`, `str()`, `len()`, `re.match()`. A parser by precedence into closures; nothing of it is ever evaluated as code.
 * @throws ComparisonError naming the place that cannot be read.
 */
export function readComparison(text: string): Comparison {
  if (text.length > longest) throw new ComparisonError(`the comparison is longer than ${longest} characters`);
  const reader = new ComparisonReader(tokenised(text));
  return reader.read();
}

function tokenised(text: string): string[] {
  const found: string[] = [];
  tokens.lastIndex = 0;
  for (let at = 0; at < text.trimEnd().length; at = tokens.lastIndex) {
    tokens.lastIndex = at;
    const token = tokens.exec(text)?.[1];
    if (token === undefined) throw new ComparisonError(`cannot be read at "${text.slice(at, at + 20)}"`);
    found.push(token);
  }
  return found;
}

type Operator = (left: ComparisonValue, right: ComparisonValue) => ComparisonValue;

const numeric =
  (operate: (left: number, right: number) => number): Operator =>
  (left, right) =>
    typeof left === 'number' && typeof right === 'number' ? operate(left, right) : null;
const ordered =
  (compare: (left: number | string, right: number | string) => boolean): Operator =>
  (left, right) =>
    (typeof left === 'number' && typeof right === 'number') || (typeof left === 'string' && typeof right === 'string')
      ? compare(left, right)
      : null;

/** Loosest first. */
const levels: readonly Readonly<Record<string, Operator>>[] = [
  {
    '==': (left, right) => (left === null || right === null ? null : left === right),
    '!=': (left, right) => (left === null || right === null ? null : left !== right),
    '<': ordered((left, right) => left < right),
    '>': ordered((left, right) => left > right),
    '<=': ordered((left, right) => left <= right),
    '>=': ordered((left, right) => left >= right),
    in: (left, right) => contains(right, left),
  },
  {
    '+': (left, right) =>
      typeof left === 'string' && typeof right === 'string' ? left + right : numeric((a, b) => a + b)(left, right),
    '-': numeric((left, right) => left - right),
  },
  {
    '*': numeric((left, right) => left * right),
    '/': numeric((left, right) => left / right),
    '//': numeric((left, right) => Math.floor(left / right)),
    '%': numeric((left, right) => left - right * Math.floor(left / right)),
    '**': numeric((left, right) => left ** right),
  },
];

function contains(holder: ComparisonValue, value: ComparisonValue): ComparisonValue {
  if (value === null) return null;
  if (typeof holder === 'string') return typeof value === 'string' ? holder.includes(value) : null;
  return Array.isArray(holder) ? holder.includes(value) : null;
}

class ComparisonReader {
  private at = 0;
  private depth = 0;

  constructor(private readonly words: readonly string[]) {}

  read(): Comparison {
    const comparison = this.either();
    if (this.at < this.words.length) throw new ComparisonError(`"${this.words[this.at] ?? ''}" is not expected`);
    return comparison;
  }

  private either(): Comparison {
    if ((this.depth += 1) > maximumDepth) throw new ComparisonError('the comparison nests too deep');
    let left = this.both();
    while (this.takes('or')) {
      const [a, b] = [left, this.both()];
      left = (...given) => a(...given) === true || b(...given) === true;
    }
    this.depth -= 1;
    return left;
  }

  private both(): Comparison {
    let left = this.negated();
    while (this.takes('and')) {
      const [a, b] = [left, this.negated()];
      left = (...given) => a(...given) === true && b(...given) === true;
    }
    return left;
  }

  private negated(): Comparison {
    if (!this.takes('not')) return this.level(0);
    if ((this.depth += 1) > maximumDepth) throw new ComparisonError('the comparison nests too deep');
    const operand = this.negated();
    this.depth -= 1;
    return (...given) => {
      const value = operand(...given);
      return value === null ? null : value !== true;
    };
  }

  private level(index: number): Comparison {
    const operators = levels[index];
    if (!operators) return this.unary();
    let left = this.level(index + 1);
    for (;;) {
      const negates = index === 0 && this.words[this.at] === 'not' && this.words[this.at + 1] === 'in';
      if (negates) this.at += 1;
      const word = this.words[this.at] ?? '';
      const operate = Object.hasOwn(operators, word) ? operators[word] : undefined;
      if (!operate) return left;
      this.at += 1;
      const [a, b] = [left, this.level(index + 1)];
      left = (...given) => {
        const value = operate(a(...given), b(...given));
        return negates && typeof value === 'boolean' ? !value : value;
      };
    }
  }

  private unary(): Comparison {
    if (!this.takes('-')) return this.primary();
    const operand = this.primary();
    return (...given) => {
      const value = operand(...given);
      return typeof value === 'number' ? -value : null;
    };
  }

  private primary(): Comparison {
    const word = this.words[this.at] ?? '';
    this.at += 1;
    if (word === '(') {
      const inner = this.either();
      this.expect(')');
      return inner;
    }
    if (word === '[') return this.list(']');
    if (word.startsWith('$')) return (lookup) => lookup(word);
    if (/^\d/.test(word)) return () => Number(word);
    if (/^["']/.test(word)) return () => word.slice(1, -1).replace(/\\(.)/g, '$1');
    if (word === 'True' || word === 'true') return () => true;
    if (word === 'False' || word === 'false') return () => false;
    if (word === 'None') return () => null;
    return this.call(word);
  }

  private list(end: string): Comparison {
    const items: Comparison[] = [];
    while (this.words[this.at] !== end) {
      items.push(this.either());
      if (this.words[this.at] !== end) this.expect(',');
    }
    this.expect(end);
    return (...given) => items.map((item) => item(...given));
  }

  private call(word: string): Comparison {
    let name = word;
    while (this.takes('.')) {
      name += `.${this.words[this.at] ?? ''}`;
      this.at += 1;
    }
    const apply = Object.hasOwn(functions, name) ? functions[name] : undefined;
    if (!apply) throw new ComparisonError(`"${name}" is not known here`);
    this.expect('(');
    const args = this.list(')');
    return (lookup, matches) => {
      const values = args(lookup, matches);
      return Array.isArray(values) ? apply(values as readonly ComparisonValue[], matches) : null;
    };
  }

  private takes(word: string): boolean {
    if (this.words[this.at] !== word) return false;
    this.at += 1;
    return true;
  }

  private expect(word: string): void {
    if (!this.takes(word))
      throw new ComparisonError(`"${word}" is expected instead of "${this.words[this.at] ?? 'the end'}"`);
  }
}

type Apply = (args: readonly ComparisonValue[], matches: (regex: string, text: string) => boolean) => ComparisonValue;

const functions: Readonly<Record<string, Apply>> = {
  int: ([value = null]) => {
    const number = typeof value === 'string' ? Number(value.replace(/_/g, '')) : value;
    return typeof number === 'number' && Number.isFinite(number) ? Math.trunc(number) : null;
  },
  float: ([value = null]) => (value === null || Number.isNaN(Number(value)) ? null : Number(value)),
  str: ([value = null]) => (value === null || Array.isArray(value) ? null : String(value)),
  len: ([value = null]) => (typeof value === 'string' || Array.isArray(value) ? value.length : null),
  're.match': ([regex = null, text = null], matches) =>
    typeof regex === 'string' && typeof text === 'string' ? matches(regex, text) : null,
};
