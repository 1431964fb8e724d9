import type { SyntaxNode } from '../../../tree/syntax-tree.js';
import type { Check } from '../../rule.js';
import type { SourceFile } from '../../source-file.js';

const freeText =
  /^(\w+)\.(?:body|text|content|comment|name|title|bio|description|message|about|summary|subject|note|notes|caption|nickname|username|display_name|first_name|last_name|full_name|signature|motto|review)\b(?:\.(?:to_s|strip|squish|presence|dup|to_str|upcase|downcase|capitalize|titleize))*$/;
const replaces = /^(?:gsub|sub|gsub!|sub!|tr|squeeze|strip|squish|truncate|to_s|to_str)$/;
const steps = 6;

/**
 * `comment.body.gsub(NAME) { link_to(…) }.html_safe` in a helper: the links are escaped, the text around them is what somebody
 * wrote. Told of free text of a record that the helper is given; what was escaped first is another value.
 */
export const recordTextAsMarkup: Check = function* (file) {
  if (!/\bmodule\s+\w*Helper\b|<\s*(?:ViewComponent::Base|ApplicationComponent)\b/.test(file.tree.source)) return;
  for (const name of ['html_safe', 'raw']) {
    for (const call of file.tree.callsTo(name)) {
      const list = file.field(call, 'arguments');
      const marked = name === 'raw' ? (list ? file.named(list)[0] : undefined) : file.field(call, 'object');
      const fn = file.enclosingFunction(call);
      if (marked && fn && isWritten(file, marked, fn)) yield { node: marked };
    }
  }
};

/** Whether what is marked as safe is, or holds, free text of a parameter's record as it was written. */
function isWritten(file: SourceFile, marked: SyntaxNode, fn: SyntaxNode): boolean {
  let node = marked;
  for (let step = 0; step < steps; step += 1) {
    if (/^(?:parenthesized_statements)$/.test(node.kind)) {
      node = file.named(node)[0] ?? node;
    } else if (node.kind === 'identifier') {
      const value = onlyValue(file, file.text(node), fn);
      if (!value) return false;
      node = value;
    } else if (node.kind === 'string') {
      return file.descendants(node, interpolations).some((one) => isFreeText(file, file.named(one)[0] ?? one, fn));
    } else {
      if (isFreeText(file, node, fn)) return true;
      const method = node.kind === 'call' ? file.field(node, 'name') : null;
      const object = node.kind === 'call' ? file.field(node, 'object') : null;
      if (!method || !object || !replaces.test(file.text(method))) return false;
      node = object;
    }
  }
  return false;
}

const interpolations: ReadonlySet<string> = new Set(['interpolation']);

function isFreeText(file: SourceFile, node: SyntaxNode, fn: SyntaxNode): boolean {
  const record = freeText.exec(file.text(node))?.[1];
  const parameters = file.field(fn, 'parameters');
  return record !== undefined && parameters !== null && new RegExp(`\\b${record}\\b`).test(file.text(parameters));
}

function onlyValue(file: SourceFile, name: string, fn: SyntaxNode): SyntaxNode | null {
  const given = file.descendants(fn, assignments).filter((one) => file.text(file.field(one, 'left') ?? one) === name);
  return given.length === 1 && given[0] ? file.field(given[0], 'right') : null;
}

const assignments: ReadonlySet<string> = new Set(['assignment', 'operator_assignment']);
