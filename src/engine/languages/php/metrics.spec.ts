import { measure } from '../../metrics/metrics.js';
import { parse } from '../../parse/parser.js';

async function functions(source: string): Promise<Record<string, Record<string, number>>> {
  const { per_function: units } = measure(await parse(source, 'php'));
  return Object.fromEntries(
    units.map((unit) => [
      unit.name,
      {
        cyclomatic: unit.cyclomatic_complexity,
        cognitive: unit.cognitive_complexity,
        nesting: unit.max_nesting,
        parameters: unit.parameters,
      },
    ]),
  );
}

describe('metrics of PHP', () => {
  it('count branches, loops, cases, catches and short-circuits', async () => {
    const source = `<?php
function f($a, $b) {
  if ($a && $b || $a) { g(); } elseif ($b and $a) { g(); } else { h(); }
  foreach ($a as $x) { while ($x) { $x = $x ? 1 : 2; } }
  for (;;) { break; }
  do { g(); } while ($a);
  switch ($a) { case 1: case 2: g(); break; default: h(); }
  try { g(); } catch (A $e) { h(); } catch (B $e) { h(); }
  $c = $a ?? $b; $c ??= 1;
  return match ($a) { 1, 2 => 'x', 3 => 'y', default => 'z' };
}`;
    // Cyclomatic: 1 + if && || elseif and + 4 loops + ?: + 2 cases + 2 catches + ?? ??= + 2 arms.
    // Cognitive: if 1, && || 2, elseif 1, and 1, else 1; foreach 1, while 2, ?: 3; for 1; do 1; switch 1; catches 2; match 1.
    expect(await functions(source)).toEqual({
      f: { cyclomatic: 19, cognitive: 18, nesting: 2, parameters: 2 },
    });
  });

  it('give closures to the function around them, methods of anonymous classes to nobody else', async () => {
    const source = `<?php
class A {
  public function m(int $a, ?string ...$rest) {
    $f = function ($x) { return $x ? 1 : 2; };
    $g = fn($x) => $x || $a;
    return new class { function n() { if (1) { } } };
  }
}`;
    const measured = await functions(source);
    expect(measured['m']).toMatchObject({ cyclomatic: 3, parameters: 2 });
    expect(measured['n']).toMatchObject({ cyclomatic: 2 });
  });

  it('count lines of code, HTML and comments', async () => {
    const source = `<html>\n<?php\n// one\n# two\n/* three\n   four */\n$a = 1; // five\n\n?>\n<p>x</p>\n`;
    expect(measure(await parse(source, 'php'))).toMatchObject({
      lines_of_code: 5,
      comment_lines: 4,
      blank_lines: 1,
      functions: 0,
    });
  });
});
