import type { LanguageId } from '../tree/syntax-tree.js';
import { detectLanguage } from './detect.js';
import { languageNamed, languageOfFilename, languageOfShebang } from './names.js';

const snippets: readonly [LanguageId, string][] = [
  ['python', 'def f(x):\n    return x + 1\n'],
  ['python', 'import os\nos.system("ls " + input())\n'],
  ['python', 'x = [i for i in range(3)]\nprint(x)\n'],
  [
    'javascript',
    "const express = require('express');\nconst app = express();\napp.get('/', (req, res) => res.send(req.query.q));\n",
  ],
  ['javascript', 'function f(a) { return a === 1 ? document.body : null; }'],
  ['typescript', 'interface A { x: number }\nexport function f(a: A): string { return String(a.x); }\n'],
  ['typescript', 'const x: string = "a";\nlet y = x as unknown;\n'],
  ['java', 'public class A {\n  public static void main(String[] args) {\n    System.out.println("x");\n  }\n}\n'],
  ['java', 'class A {\n  int f(int a, int b) {\n    if (a > 0 && b > 0) return g(a);\n    return 0;\n  }\n}\n'],
  ['javascript', 'class A extends B {\n  f(a) {\n    return this.g(a);\n  }\n}\n'],
  ['java', 'import java.util.List;\nclass A { List<String> x; }\n'],
  ['go', 'package main\n\nimport "fmt"\n\nfunc main() {\n\tx := 1\n\tfmt.Println(x)\n}\n'],
  [
    'go',
    'func add(a, b int) (int, error) {\n\tif a < 0 {\n\t\treturn 0, errors.New("x")\n\t}\n\treturn a + b, nil\n}\n',
  ],
  ['go', 'type T struct {\n\tName string `json:"name"`\n}\n'],
  ['csharp', 'public class A\n{\n    public string Name { get; set; }\n}\n'],
  [
    'csharp',
    '[HttpGet("{id}")]\npublic async Task<IActionResult> Get(int id)\n{\n    return Ok(await _db.FindAsync(id));\n}\n',
  ],
  ['csharp', 'class A { void F() { var x = $"a {b}"; foreach (var y in z) { G(y); } } }\n'],
  ['java', 'class A { void f() { for (String y : z) { g(y); } } }\n'],
  ['rust', 'fn main() {\n    let mut x = 1;\n    println!("{}", x);\n}\n'],
  ['php', '<?php\n$x = $_GET["a"];\necho $x;\n'],
  ['ruby', "require 'json'\ndef f(x)\n  puts x\nend\n"],
  ['php', '<html>\n<body>\n  <ul>\n    <li class="a"><?= $name ?></li>\n  </ul>\n</body>\n</html>\n'],
  ['ruby', 'class A < B\n  def show\n    @user = User.find(params[:id])\n  end\nend\n'],
  ['ruby', 'items.each do |item|\n  print(item.name) unless item.nil?\nend\n'],
  [
    'csharp',
    'using System;\nnamespace A { class B { static void Main(string[] args) { Console.WriteLine("x"); } } }\n',
  ],
  ['cpp', '#include <iostream>\nint main() { std::cout << "x"; }\n'],
  ['cpp', 'class A {\npublic:\n  virtual ~A();\n  int size() const { return n; }\nprivate:\n  int n;\n};\n'],
  ['c', '#include <stdio.h>\n#define N 10\nint main(void) {\n  printf("x");\n  return 0;\n}\n'],
  ['c', 'static int add(struct node *n, int x)\n{\n\tif (!n)\n\t\treturn -1;\n\tn->x = x;\n\treturn 0;\n}\n'],
  [
    'rust',
    'use std::fs;\npub fn read(p: &str) -> Result<String, E> {\n    let s = fs::read_to_string(p)?;\n    Ok(s)\n}\n',
  ],
  ['rust', 'impl Shape for Circle {\n    fn area(&self) -> f64 { 3.0 * self.r }\n}\n'],
  ['c', '#include <stdio.h>\nint main(void) {\n  printf("x");\n}\n'],
];

describe('detectLanguage', () => {
  it.each(snippets)('tells %s by its text (%#)', async (language, code) => {
    expect(await detectLanguage(code, null)).toBe(language);
  });

  it('believes the filename, then the #! line, before the text', async () => {
    expect(await detectLanguage('x = 1', 'a.JAVA')).toBe('java');
    expect(await detectLanguage('#!/usr/bin/env -S node\nx = 1', null)).toBe('javascript');
    expect(await detectLanguage('#!/usr/bin/env -S node\nx = 1', 'script')).toBe('javascript');
  });

  it('says nothing about text that is no code', async () => {
    expect(await detectLanguage('The quick brown fox jumps over the lazy dog, again and again.', null)).toBeNull();
  });
});

describe('names', () => {
  it('know aliases in any case', () => {
    expect(languageNamed(' TS ')).toBe('typescript');
    expect(languageNamed('C#')).toBe('csharp');
    expect(languageNamed('cobol')).toBeNull();
  });

  it('know endings and interpreters', () => {
    expect(languageOfFilename('src/a.test.tsx')).toBe('typescript');
    expect(languageOfFilename('Makefile')).toBeNull();
    expect(languageOfShebang('#!/usr/bin/python3.11 -u\n')).toBe('python');
    expect(languageOfShebang('#!/bin/sh\n')).toBeNull();
  });

  it('takes a header for C++ when it says what only C++ says', async () => {
    expect(await detectLanguage('#ifdef __cplusplus\nextern "C" {\n#endif\nint f(void);\n', 'a.h')).toBe('c');
    expect(await detectLanguage('namespace a {\nclass B;\n}\n', 'a.h')).toBe('cpp');
  });
});
