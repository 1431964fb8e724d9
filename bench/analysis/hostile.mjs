/**
 * 100 KB of each kind of code that is hard on parsers and on visitors that recurse, in every language, against the built
 * service, while an ordinary caller goes on asking. Bars: no answer above 422, each within 5 s, and the ordinary caller is
 * always answered. (The server-side budget is time on the clock: on a busy machine more answers are partial.)
 *
 *   npm run build && node bench/analysis/hostile.mjs [kind …]
 */
import { startService } from './service.mjs';

const SIZE = 102_000;
const BAR_MS = 5_000;

const filled = (piece) => piece.repeat(Math.floor(SIZE / piece.length));
const half = (piece) => piece.repeat(Math.floor(SIZE / 2 / piece.length));

/** A fixed sequence: the same inputs each time. */
let state = 7;
function random(below) {
  state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
  return Math.floor((state / 4_294_967_296) * below);
}
const tokens = 'if ( ) { } class x = + < > for "s" ; : def => ? [ ] 1 ,'.split(' ');

const kinds = {
  'open parentheses': filled('('),
  'open brackets': filled('['),
  'open braces': filled('{'),
  'nested parentheses': half('(') + half(')'),
  'nested brackets': half('[') + half(']'),
  'nested braces': half('{') + half('}'),
  'nests of 190': filled('('.repeat(190) + ')'.repeat(190)),
  generics: filled('A<'),
  'less than': filled('a<'),
  negations: filled('!'),
  minuses: filled('- '),
  conditionals: filled('a?b:'),
  arrows: filled('a=>'),
  'template arguments': filled('A<B,'),
  'closures or': filled('|a| '),
  'pointers to': `int ${filled('*')}p;`,
  'scopes of': filled('a::'),
  'macros in macros': filled('m!('),
  'nested ifdef': filled('#if A\n'),
  'gotos forth': `void f(void) { ${filled('if (x) goto out; ')} out: ; }`,
  'branches of memory': `void f(int x) { char *p = 0; ${filled('if (x) { p = malloc(x); } else free(p); ')} }`,
  lambdas: filled('lambda:'),
  calls: `f${filled('()')}`,
  'nested calls': filled('f('),
  members: `a${filled('.b')}`,
  'else if': `if(a){}${filled('else if(a){}')}`,
  elif: `if a:\n  b\n${filled('elif a:\n  b\n')}`,
  'nested if': filled('if(a)'),
  sum: `x = ${filled('a+')}a`,
  logic: `x = ${filled('a && b || ')}c`,
  'one line': filled('foo(bar,1);'),
  'long name': filled('a'),
  'open string': `"${filled('a')}`,
  'interpolated calls': filled('"#{f('),
  'safe calls': `a${filled('&.b')}`,
  'members by arrow': `$a${filled('->b')}`,
  heredocs: filled('<<A\n'),
  modifiers: filled('a rescue '),
  'C# generic calls': filled('a<b>('),
  'raw strings': filled('"""$'),
  'interpolations in interpolations': filled('$"{'),
  patterns: `x is ${filled('not ')}1`,
  queries: `x = ${filled('from a in ')}b;`,
  goroutines: `package a\nfunc f() {${filled('go func() {')}`,
  'composite literals': `x := ${filled('T{')}`,
  channels: `var x ${filled('chan ')}int`,
  pointers: `var x ${filled('*')}int`,
  'open template': `\`${filled('${')}`,
  'open comment': `/*${filled('a')}`,
  'open heredoc': `"""${filled('a')}`,
  quotes: filled('"'),
  groups: `x = /${filled('(a+)+')}`,
  decorators: filled('@a '),
  commas: filled(','),
  'blank lines': `x${filled('\n')}`,
  nul: filled('\0'),
  controls: filled('\u0001'),
  'random text': Array.from({ length: SIZE }, () => String.fromCharCode(32 + random(95))).join(''),
  'random tokens': Array.from({ length: SIZE / 4 }, () => tokens[random(tokens.length)]).join(' '),
};

const only = process.argv.slice(2);
const service = await startService();
const token = await service.signUp();
const ordinary = { asking: true, worst: 0, asked: 0, refused: 0 };
try {
  // The first answer waits for the children to be ready.
  await (await service.analyze({ code: 'x = 1\n', language: 'python' })).json();
  const asking = ask();
  let worst = 0;
  for (const language of [
    'python',
    'javascript',
    'typescript',
    'java',
    'php',
    'ruby',
    'csharp',
    'go',
    'c',
    'cpp',
    'rust',
  ]) {
    for (const [kind, code] of Object.entries(kinds)) {
      if (only.length > 0 && !only.includes(kind)) continue;
      const before = performance.now();
      const answer = await service.analyze({ code, language }, token);
      const report = await answer.json();
      const ms = performance.now() - before;
      worst = Math.max(worst, ms);
      const bad = ms > BAR_MS || (answer.status !== 200 && answer.status !== 422);
      if (bad) process.exitCode = 1;
      const reason = report.partial
        ? report.diagnostics.find((one) => one.code === 'analysis_incomplete')?.message
        : '';
      const line = `${language.padEnd(11)}${kind.padEnd(20)}${String(answer.status)} ${ms.toFixed(0).padStart(5)} ms`;
      console.log(`${line} ${report.code ?? reason ?? ''}${bad ? '  OVER THE BAR' : ''}`);
    }
  }
  ordinary.asking = false;
  await asking;
  if (ordinary.refused > 0) process.exitCode = 1;
  console.log(
    `worst ${worst.toFixed(0)} ms (bar ${BAR_MS}); meanwhile an ordinary caller got ${ordinary.asked} answers, `,
  );
  console.log(`the slowest after ${ordinary.worst.toFixed(0)} ms, ${ordinary.refused} of them no 200`);
} finally {
  ordinary.asking = false;
  await service.stop();
}

async function ask() {
  while (ordinary.asking) {
    const before = performance.now();
    const answer = await service.analyze({ code: `x = ${ordinary.asked}\n`, language: 'python' });
    await answer.text();
    ordinary.worst = Math.max(ordinary.worst, performance.now() - before);
    ordinary.asked += 1;
    if (answer.status !== 200) ordinary.refused += 1;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
