import type { SyntaxNode } from '../../../tree/syntax-tree.js';
import type { Check } from '../../rule.js';
import type { SourceFile } from '../../source-file.js';

const methods = ['get', 'post', 'put', 'patch', 'delete'];
/** Expressions that are the page's text itself; templates and helpers answer for themselves. */
const texts: ReadonlySet<string> = new Set([
  'string',
  'chained_string',
  'heredoc_beginning',
  'binary_expression',
  'identifier',
  'subscript_expression',
]);
const notMarkup = /\bcontent_type\s*\(?\s*(:json|:text|:txt|:csv|["'](application|text\/plain|image)\b)/;

/** What the blocks of Sinatra's routes evaluate last: the text of the answer. */
export const routeAnswers: Check = function* (file) {
  if (!file.holds(/\b[sS]inatra\b/)) return;
  for (const method of methods) {
    for (const call of file.tree.callsTo(method)) {
      const block = file.field(call, 'block');
      const body = block ? file.field(block, 'body') : null;
      if (!body || file.field(call, 'object') || !isRoute(file, call) || notMarkup.test(file.text(body))) continue;
      const last = file
        .named(body)
        .filter((one) => one.kind !== 'heredoc_body')
        .at(-1);
      if (last && texts.has(last.kind)) yield { node: last };
    }
  }
};

function isRoute(file: SourceFile, call: SyntaxNode): boolean {
  const list = file.field(call, 'arguments');
  const first = list ? file.named(list)[0] : undefined;
  return first !== undefined && /^["']\/|^%r|^\//.test(file.text(first));
}
