import type { Hint } from '../language-tables.js';

export const rustHints: readonly Hint[] = [
  [/^\s*(pub(\(\w+\))? )?(async |const |unsafe )*fn \w+(<.*>)?\(/, 4],
  [/\blet mut \w|\b(println|eprintln|format|vec|panic|assert_eq|matches)!\s*[([]/, 4],
  [/^\s*(impl|pub impl)(<.*>)? [\w:<>, ]+(for [\w:<>]+)?\s*(where.*)?\{/, 4],
  [/^\s*(pub )?use [\w:]+(::\{.*|::\*)?;?|^\s*(pub )?mod \w+\s*[;{]/, 3],
  [/^\s*(pub )?(struct|enum|trait) \w+(<.*>)?\s*[{(;]/, 2],
  [/^\s*#!?\[\w+/, 3],
  [/\)\s*->\s*[\w<>&:', ()[\]]+\s*(\{|where|$)/, 1.5],
  [/\bmatch [\w.&()]+ \{|=>\s*\{?\s*$|\bSome\(|\bOk\(|\bErr\(/, 1.5],
  [/\blet (\(.*\)|\w+)(: [\w<>&:', ]+)? =/, 1],
  [/&mut \w|&'\w+ |\.unwrap\(\)|::<\w+>/, 1.5],
];
