import type { SyntaxNode } from '../../tree/syntax-tree.js';
import { nestedQuantifier } from '../linear-regex.js';
import { isString, stringContent, withoutParentheses } from '../pattern/significant-children.js';
import type { Check } from '../rule.js';
import type { SourceFile } from '../source-file.js';

/** Regular expressions that can take exponential time: a repeated group whose body is itself repeated and ambiguous. */
export const slowRegex: Check = function* (file) {
  for (const { node, source } of expressions(file)) {
    if (nestedQuantifier(source) && isAmbiguous(source)) yield { node };
  }
};

/** PHP's functions of regular expressions. */
const pcre = ['preg_match', 'preg_match_all', 'preg_replace', 'preg_replace_callback', 'preg_split', 'preg_grep'];

function* expressions(file: SourceFile): Generator<{ node: SyntaxNode; source: string }> {
  for (const node of file.tree.byKind('regex')) {
    const pattern = file.field(node, 'pattern');
    // Ruby's literal is in pieces when it has escapes.
    const source = pattern ? file.text(pattern) : file.text(node).replace(/^(\/|%r.)|[^\w\s][a-z]*$/g, '');
    if (node.named) yield { node, source };
  }
  for (const name of pcre) {
    for (const call of file.tree.callsTo(name)) {
      const list = file.field(call, 'arguments');
      const first = list ? withoutParentheses(file.named(list)[0] ?? list) : undefined;
      if (first?.kind === 'string') yield { node: first, source: stringContent(file.text(first)) };
    }
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
    // C#
    'Regex',
    'IsMatch',
    'Match',
    'Matches',
    'Replace',
    'Split',
  ]) {
    for (const call of file.tree.callsTo(name)) {
      const list = file.field(call, 'arguments');
      const first = list ? firstText(file, list) : undefined;
      const callee = file.text(
        file.field(call, 'function') ??
          file.field(call, 'object') ??
          file.field(call, 'constructor') ??
          file.field(call, 'type') ??
          call,
      );
      const isRegexCall = /^(re|regex|Pattern|RegExp|Regex)\b/.test(callee) || name === 'matches' || name === 'RegExp';
      // A time limit, or an engine that does not go back, is the author's answer.
      if (!isRegexCall || !first || /NonBacktracking|TimeSpan/.test(file.text(call))) continue;
      const text = stringContent(file.text(first));
      yield { node: first, source: /^[rR@]/.test(file.text(first)) ? text : text.replaceAll('\\\\', '\\') };
    }
  }
}

/** The first argument that is a literal text; C# gives the text to search before the pattern. */
function firstText(file: SourceFile, list: SyntaxNode): SyntaxNode | undefined {
  const plain = file.named(list).map(withoutParentheses);
  const isCsharp = file.tree.language === 'csharp';
  const texts = (isCsharp ? plain.slice(0, 2) : plain.slice(0, 1)).filter(isString);
  return texts.at(-1);
}

/**
 * `(a+)+`, `(\w*)*`, `(.*,?)+`: the group's body can match the same text in several ways, because it starts with its
 * repeated part and nothing fixed separates the rounds. `(\.\w+)*` and `(a+,)*` are unambiguous.
 */
function isAmbiguous(source: string): boolean {
  const atom = String.raw`(?:\[(?:\\.|[^\]\\])*\]|\\[wdsWDS]|\.|\w)`;
  const repeatedAlone = new RegExp(String.raw`\((?:\?:)?${atom}[*+](?:(?:[^()|\\.\[]|\\[swd])[?*])?\)[*+]`);
  const anyRepeated = new RegExp(String.raw`\((?:\?:)?\.[*+][^()]*\)[*+]`);
  return repeatedAlone.test(source) || anyRepeated.test(source);
}
