import { array, assert as holds, asyncProperty, constantFrom, integer, property } from 'fast-check';
import { parse } from '../parse/parser.js';
import { tokensOf } from '../tree/tokens.js';
import { duplicatedLines } from './duplication.js';
import { countLines } from './lines.js';
import { maintainabilityIndex } from './maintainability.js';
import { measure } from './metrics.js';

describe('measure', () => {
  it('names functions and counts their parameters as callers see them', async () => {
    const source =
      'class A:\n  @d\n  def f(self, a, *b, c=1, **d): pass\n  @staticmethod\n  def g(self_made, /, x): pass\n';
    const { per_function } = measure(await parse(source, 'python'));
    expect(per_function.map(({ name, parameters }) => [name, parameters])).toEqual([
      ['f', 4],
      ['g', 2],
    ]);
  });

  it('names functions by what they are given to', async () => {
    const source = 'const a = () => 1; x.b = function () {}; ({ c: (y) => y, d() {} }); f(async (p, q) => 1);';
    const { per_function } = measure(await parse(source, 'javascript'));
    expect(per_function.map(({ name }) => name)).toEqual(['a', 'b', 'c', 'd', '(anonymous)']);
    expect(per_function.map(({ parameters }) => parameters)).toEqual([0, 0, 1, 0, 2]);
  });

  it('measures nesting per function, with else-if on one level', async () => {
    const source = 'function f() { if (a) { for (;;) {} } else if (b) { try { while (c) {} } catch {} } }';
    const { max_nesting, per_function } = measure(await parse(source, 'javascript'));
    expect(max_nesting).toBe(3);
    expect(per_function[0]?.max_nesting).toBe(3);
  });

  it('counts Halstead by hand', async () => {
    const { halstead } = measure(await parse('a = b + b * 2;', 'javascript'));
    // Operators = + * ; and operands a b b 2.
    expect(halstead).toEqual({
      distinct_operators: 4,
      distinct_operands: 3,
      total_operators: 4,
      total_operands: 4,
      vocabulary: 7,
      length: 8,
      volume: 22.46,
      difficulty: 2.67,
      effort: 59.89,
    });
  });

  it('counts types', async () => {
    const java = measure(await parse('class A { enum B { C } } interface D {} record E(int x) {}', 'java'));
    expect(java.classes).toBe(4);
    const typescript = measure(await parse('class A {} interface B {} const c = class {};', 'typescript'));
    expect(typescript.classes).toBe(2);
  });
});

describe('lines', () => {
  it('are code, comment or blank', async () => {
    const source = '"""Doc.\n\nMore."""\n\n# why\nx = 1  # beside\ny = """text\n\n"""\nz = 1 + \\\n  2\n';
    const tree = await parse(source, 'python');
    expect(countLines(tree, tokensOf(tree))).toEqual({ code: 6, comment: 4, blank: 1 });
  });

  it('add up to the lines of the source, whatever it is', async () => {
    const piece = constantFrom(
      '\n',
      '\r\n',
      '\r',
      ' ',
      '// c',
      '/* a\n b */',
      'f(1);',
      '"s"',
      '{',
      '}',
      '`a\n`',
      '\ufeff',
      '=',
    );
    await holds(
      asyncProperty(array(piece, { maxLength: 40 }), async (pieces) => {
        const source = pieces.join('');
        const tree = await parse(source, 'javascript');
        const { code, comment, blank } = countLines(tree, tokensOf(tree));
        const lines = source.split(/\r\n|\n|\r/);
        if (lines.at(-1) === '') lines.pop();
        expect(code + comment + blank).toBe(lines.length);
      }),
      { numRuns: 200 },
    );
  });
});

const block = (name: string, item: string) => `
function ${name}(list, limit) {
  const found = [];
  for (const ${item} of list) {
    if (${item}.size > limit && !${item}.done) {
      found.push({ name: ${item}.name, size: ${item}.size * 2 });
    } else if (${item}.done) {
      log('done', ${item});
    }
  }
  return found.sort((a, b) => a.size - b.size);
}
`;

describe('duplicated lines', () => {
  it('finds a block that occurs again under other names', async () => {
    const tree = await parse(block('first', 'x') + 'other();\n' + block('second', 'entry'), 'javascript');
    expect(duplicatedLines(tree, tokensOf(tree))).toBe(22);
  });

  it('leaves one block, and a table of literals, alone', async () => {
    const once = await parse(block('first', 'x'), 'javascript');
    expect(duplicatedLines(once, tokensOf(once))).toBe(0);
    const table = await parse(`x = [\n${'  [1, 2, 3],\n'.repeat(100)}];`, 'javascript');
    expect(duplicatedLines(table, tokensOf(table))).toBe(0);
  });
});

describe('maintainability index', () => {
  it('lies between 0 and 100, and falls with each of its parts', () => {
    const positive = integer({ min: 1, max: 100_000 });
    holds(
      property(positive, positive, positive, (volume, complexity, lines) => {
        const index = maintainabilityIndex(volume, complexity, lines);
        expect(index).toBeGreaterThanOrEqual(0);
        expect(index).toBeLessThanOrEqual(100);
        expect(maintainabilityIndex(volume * 2, complexity, lines)).toBeLessThanOrEqual(index);
        expect(maintainabilityIndex(volume, complexity * 2, lines)).toBeLessThanOrEqual(index);
        expect(maintainabilityIndex(volume, complexity, lines * 2)).toBeLessThanOrEqual(index);
      }),
    );
  });
});
