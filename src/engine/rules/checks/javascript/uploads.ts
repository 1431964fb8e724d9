import type { SyntaxNode } from '../../../tree/syntax-tree.js';
import type { Check } from '../../rule.js';
import type { SourceFile } from '../../source-file.js';

const senderName = /\.(?:originalname|originalFilename)\b/;
/** The ending is asked for: looked up in a table, compared, or taken apart by an expression. */
const asksEnding = /\.(?:includes|has|test|match|indexOf|some|get|exec)\(|\b(?:if|switch)\s*\(|\?[^.]|[\w)]\[|===/;

/**
 * multer: files are let in by their media type, which the sender states beside a name of any ending, and are stored under
 * that ending: a page declared as a picture is served as a page.
 */
export const endingUnlikeType: Check = function* (file) {
  const { source } = file.tree;
  if (!source.includes('mimetype') || !source.includes('filename') || !senderName.test(source)) return;
  for (const kind of ['pair', 'method_definition']) {
    for (const option of file.tree.byKind(kind)) {
      const key = file.field(option, kind === 'pair' ? 'key' : 'name');
      if (!key || file.text(key) !== 'filename') continue;
      const naming = kind === 'pair' ? functionOf(file, file.field(option, 'value')) : option;
      const text = naming ? file.text(naming) : '';
      if (!naming || !senderName.test(text) || asksEnding.test(text.replace(/^[^{=]*/, ''))) continue;
      const elsewhere = source.slice(0, naming.start) + source.slice(naming.end);
      if (senderName.test(elsewhere) || !/\bfileFilter\b/.test(elsewhere) || !/\.mimetype\b/.test(elsewhere)) continue;
      const given = file
        .descendants(naming, new Set(['member_expression']))
        .find((one) => senderName.test(file.text(one)));
      yield { node: given ?? naming };
    }
  }
};

function functionOf(file: SourceFile, value: SyntaxNode | null): SyntaxNode | null {
  if (!value) return null;
  if (file.grammar.functions.has(value.kind)) return value;
  if (value.kind !== 'identifier') return null;
  const name = file.text(value);
  for (const kind of file.grammar.functions) {
    for (const fn of file.tree.byKind(kind)) {
      const own = file.field(fn.parent?.kind === 'variable_declarator' ? fn.parent : fn, 'name');
      if (own && file.text(own) === name) return fn;
    }
  }
  return null;
}
