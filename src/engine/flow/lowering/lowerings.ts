import type { LanguageId, SyntaxTree } from '../../tree/syntax-tree.js';
import type { Statement } from '../core-tree.js';
import { CLowering } from './c/c-lowering.js';
import { CsharpLowering } from './csharp/csharp-lowering.js';
import { GoLowering } from './go/go-lowering.js';
import { JavaLowering } from './java/java-lowering.js';
import { JavaScriptLowering } from './javascript/javascript-lowering.js';
import { PhpLowering } from './php/php-lowering.js';
import { PythonLowering } from './python/python-lowering.js';
import { RubyLowering } from './ruby/ruby-lowering.js';
import { RustLowering } from './rust/rust-lowering.js';

/** Lowers a whole file; null for languages without a lowering (their values are all unknown). */
export function lowerModule(tree: SyntaxTree): readonly Statement[] | null {
  const make = lowerings[tree.language];
  return make ? make(tree).module(tree.root) : null;
}

const lowerings: Readonly<Partial<Record<LanguageId, (tree: SyntaxTree) => { module: PythonLowering['module'] }>>> = {
  python: (tree) => new PythonLowering(tree),
  javascript: (tree) => new JavaScriptLowering(tree),
  typescript: (tree) => new JavaScriptLowering(tree),
  java: (tree) => new JavaLowering(tree),
  php: (tree) => new PhpLowering(tree),
  ruby: (tree) => new RubyLowering(tree),
  csharp: (tree) => new CsharpLowering(tree),
  go: (tree) => new GoLowering(tree),
  c: (tree) => new CLowering(tree),
  cpp: (tree) => new CLowering(tree),
  rust: (tree) => new RustLowering(tree),
};
