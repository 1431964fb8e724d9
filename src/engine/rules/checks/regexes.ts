import type { SyntaxNode } from '../../tree/syntax-tree.js';
import { nestedQuantifier } from '../linear-regex.js';
import { stringContent } from '../pattern/significant-children.js';
import type { Check } from '../rule.js';
import type { SourceFile } from '../source-file.js';

/** Regular expressions that can take exponential time: a repeated group whose body is itself repeated and ambiguous. */
export const slowRegex: Check = function* (file) {
  for (const { node, source } of expressions(file)) {
    if (nestedQuantifier(source) && isAmbiguous(source)) yield { node };
  }
};

function* expressions(file: SourceFile): Generator<{ node: SyntaxNode; source: string }> {
  for (const node of file.tree.byKind('regex')) {
    const pattern = file.field(node, 'pattern');
    if (pattern) yield { node, source: file.text(pattern) };
  }
  for (const name of [
    'compile',
    'match',
    'search',
    'fullmatch',
    'findall',
    'sub',
    'split',
    'RegExp',
    'matches',
    'replaceAll',
  ]) {
    for (const call of file.tree.callsTo(name)) {
      const list = file.field(call, 'arguments');
      const first = list ? file.named(list)[0] : undefined;
      const callee = file.text(
        file.field(call, 'function') ?? file.field(call, 'object') ?? file.field(call, 'constructor') ?? call,
      );
      const isRegexCall = /^(re|regex|Pattern|RegExp)\b/.test(callee) || name === 'matches' || name === 'RegExp';
      if (!isRegexCall || (first?.kind !== 'string' && first?.kind !== 'string_literal')) continue;
      const text = stringContent(file.text(first));
      yield { node: first, source: /^[rR]/.test(file.text(first)) ? text : text.replaceAll('\\\\', '\\') };
    }
  }
}

/**
 * `(a+)+`, `(\w*)*`, `(.*,?)+`: the group's body can match the same text in several ways, because it starts with its
 * repeated part and nothing fixed separates the rounds. `(\.\w+)*` and `(a+,)*` are unambiguous.
 */
function isAmbiguous(source: string): boolean {
  const atom = String.raw`(?:\[(?:\\.|[^\]\\])*\]|\\[wdsWDS]|\.|\w)`;
  const repeatedAlone = new RegExp(String.raw`\((?:\?:)?${atom}[*+](?:[^()|\\.\[]\?)?\)[*+]`);
  const anyRepeated = new RegExp(String.raw`\((?:\?:)?\.[*+][^()]*\)[*+]`);
  return repeatedAlone.test(source) || anyRepeated.test(source);
}
