import { parse } from '../../../parse/parser.js';
import { readImports } from '../../imports.js';
import type { SinkClass } from '../../sink-class.js';
import { valueOrigins, type Origin } from '../../value-origin.js';

/** The origin of the first argument of each `sink(…)` call, in source order. */
async function origins(code: string, sink: SinkClass = 'sql'): Promise<Origin[]> {
  const tree = await parse(`<?php\n${code}`, 'php');
  const values = valueOrigins(tree, readImports(tree));
  return tree.callsTo('sink').map((call) => {
    const list = call.children.find((child) => child.field === 'arguments');
    const argument = list?.children.find((child) => child.named)?.children.at(-1);
    if (!argument) throw new Error('a sink without an argument');
    return values.of(argument, sink);
  });
}

async function kinds(code: string, sink?: SinkClass): Promise<string[]> {
  return (await origins(code, sink)).map((origin) => origin.kind);
}

describe('PHP values', () => {
  it('come from superglobals through texts of every spelling', async () => {
    const code = `$id = $_GET['id'];
sink("id = $id"); sink('a' . $id); sink("{$_POST['x']}"); sink(sprintf("%s", $_COOKIE['c']));
$q = 'select '; $q .= $id; sink($q);
$h = <<<SQL
select $id
SQL;
sink($h);`;
    expect(await kinds(code)).toEqual(['remote', 'remote', 'remote', 'remote', 'remote', 'remote']);
    expect((await origins(code))[0]).toMatchObject({ composed: true, prefix: 'id = ' });
  });

  it('that are numbers are harmless', async () => {
    const code = `sink((int) $_GET['a']); sink(intval($_GET['a']) . 'x'); sink($_GET['a'] + 1); sink(sprintf('%d', $_GET['a']));
sink(filter_var($_GET['a'], FILTER_VALIDATE_INT)); sink(array_map('intval', $_GET['ids']));
$t = $_GET['t']; settype($t, 'integer'); sink($t);`;
    expect(new Set(await kinds(code))).toEqual(new Set(['sanitised']));
  });

  it('keep their places in arrays, keyed and listed', async () => {
    const code = `$a = ['bad' => $_GET['x'], 'good' => 'k'];
sink($a['bad']); sink($a['good']);
[$x, $y] = [$_GET['x'], 'k']; sink($x); sink($y);
['p' => $p, 'q' => $q] = $a + []; ['bad' => $b, 'good' => $g] = $a; sink($b); sink($g);
foreach (['n' => $_GET['n']] as $key => $value) { sink($key); sink($value); }`;
    expect(await kinds(code)).toEqual([
      'remote',
      'constant',
      'remote',
      'constant',
      'remote',
      'constant',
      'constant',
      'remote',
    ]);
  });

  it('are proved by PHP’s own questions, where the answer holds', async () => {
    const guarded = (guard: string): string => `$x = $_GET['x']; if (!(${guard})) { exit; } sink($x);`;
    expect(await kinds(guarded(`in_array($x, ['a', 'b'], true)`))).toEqual(['sanitised']);
    expect(await kinds(guarded(`preg_match('/^[a-z]+$/', $x)`))).toEqual(['sanitised']);
    expect(await kinds(guarded(`preg_match('/^[a-z]+$/', $x) === 1`))).toEqual(['sanitised']);
    expect(await kinds(guarded(`isset($table[$x])`))).toEqual(['sanitised']);
    expect(await kinds(guarded(`ctype_digit($x)`))).toEqual(['sanitised']);
    expect(await kinds(guarded(`preg_match('/[a-z]+$/', $x)`))).toEqual(['remote']);
    expect(await kinds(guarded(`preg_match('/^.*$/', $x)`))).toEqual(['remote']);
    expect(await kinds(guarded(`in_array($x, $_GET['allowed'])`))).toEqual(['remote']);
    expect(await kinds(guarded(`isset($_GET[$x])`))).toEqual(['remote']);
  });

  it('need no variable to be proved', async () => {
    const code = `if (in_array($_GET['o'], ['a', 'b'])) { sink($_GET['o']); } sink($_GET['o']);`;
    expect(await kinds(code)).toEqual(['sanitised', 'remote']);
  });

  it('stay inside a folder when the resolved path begins with it', async () => {
    const guarded = (guard: string): string => `$p = realpath('/d/' . $_GET['f']); if (${guard}) { exit; } sink($p);`;
    expect(await kinds(guarded(`strpos($p, '/d/') !== 0`), 'path')).toEqual(['sanitised']);
    expect(await kinds(guarded(`substr($p, 0, 3) !== '/d/'`), 'path')).toEqual(['sanitised']);
    expect(await kinds(guarded(`!str_starts_with($p, '/d/')`), 'path')).toEqual(['sanitised']);
    expect(await kinds(`$p = '/d/' . $_GET['f']; if (strpos($p, '/d/') !== 0) { exit; } sink($p);`, 'path')).toEqual([
      'remote',
    ]);
  });

  it('count as clean for the sinks of their sanitizer only', async () => {
    const code = `sink(htmlspecialchars($_GET['x']));`;
    expect(await kinds(code, 'html')).toEqual(['sanitised']);
    expect(await kinds(code, 'sql')).toEqual(['remote']);
  });

  it('are followed into functions, closures and methods, and chosen by match', async () => {
    const code = `function pass($v) { return $v; }
class A { const ALLOWED = ['a']; private $t = 'fixed';
  function m(Request $request) { $n = $request->input('n'); sink($n); if (!in_array($n, self::ALLOWED)) { return; } sink($n); sink($this->t); } }
sink(pass($_GET['x'])); sink(pass('k'));
$f = fn($z) => sink($_GET['x']);
sink(match ($_GET['s']) { 'a' => 'name', default => 'id' });
if (1 > 2) { sink($_GET['dead']); }`;
    expect(await kinds(code)).toEqual([
      'remote',
      'sanitised',
      'constant',
      'remote',
      'constant',
      'remote',
      'constant',
      'unreachable',
    ]);
  });
});
