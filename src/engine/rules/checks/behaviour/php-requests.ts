import type { SyntaxNode } from '../../../tree/syntax-tree.js';
import { isString, stringContent, withoutParentheses } from '../../pattern/significant-children.js';
import type { Check } from '../../rule.js';
import type { SourceFile } from '../../source-file.js';
import { argumentsOf, calleeName } from './calls.js';
import { label } from './labels.js';
import { longestProgram } from './network.js';
import { ValueLabels } from './value-labels.js';

const requests = /\$_(?:POST|GET|REQUEST|COOKIE)\b|php:\/\/input/;
const callsBack =
  /^(?:array_map|array_filter|array_walk|array_reduce|usort|uasort|uksort|call_user_func(?:_array)?|register_shutdown_function|preg_replace_callback|iterator_apply|forward_static_call)$/;

/** A function whose name is hidden, or is itself part of the request, is called with what the request brought. */
export const hiddenFunctionCalled: Check = function* (file) {
  if (!file.holds(requests) || file.tree.source.length > longestProgram / 2) return;
  for (const call of file.tree.byKind('function_call_expression')) {
    const list = argumentsOf(file, call);
    const callee = file.field(call, 'function');
    const isDirect = callee !== null && !/^(?:name|qualified_name)$/.test(callee.kind);
    const called = isDirect ? callee : callsBack.test(calleeName(file, call)) ? hookOf(file, list) : null;
    if (!called || /^(?:anonymous_function|arrow_function)\w*$/.test(called.kind)) continue;
    const labels = ValueLabels.of(file);
    const hidden = labels.labels(called);
    if ((hidden & label.decoded) === 0 && ((hidden & label.request) === 0 || !isDirect || !isPlain(file, called)))
      continue;
    const given = list.filter((one) => isDirect || withoutParentheses(one) !== called);
    if (given.some((one) => (labels.labels(one) & label.request) !== 0)) yield { node: call };
  }
};

/** Whether a name that a request brought is called as it came: nothing in the file says which names there are. */
function isPlain(file: SourceFile, called: SyntaxNode): boolean {
  const name = file.text(called);
  return name.startsWith('$_') || (/^\$\w+$/.test(name) && file.tree.source.includes(`${name} = $_`));
}

/** The argument that names the function which is called back. */
function hookOf(file: SourceFile, list: readonly SyntaxNode[]): SyntaxNode | null {
  const hook = list.find((one) => !/^[@\s]*(?:\$_\w+\s*$|array\(|\[)/.test(file.text(one)));
  return hook ? withoutParentheses(hook) : null;
}

/** Where nobody looks for text: pictures, style sheets, hidden files and the folder of temporary files. */
const disguised = /\.(?:jpe?g|png|gif|ico|css|woff2?|svg|bmp|webp)$|(?:^|\/)\.[\w.-]+$|^\/(?:tmp|dev\/shm|var\/tmp)\//i;
const addressed =
  /^(?:file_get_contents|fopen|curl_init|wp_remote_get|wp_remote_post|readfile|copy|get_headers|header|mail|wp_mail|fsockopen|fwrite|curl_setopt|file_put_contents|error_log|fputs)$/;

/** The visitor is sent on to the real site, which the program is not part of. */
const sendsOn = /header\(\s*['"]Location:\s*https?:\/\/(?!['"])/i;

/** Passwords or cards that visitors type are sent away in an address, or written where nobody looks for them. */
export const typedSecretsKept: Check = function* (file) {
  if (!file.holds(/\$_(?:POST|REQUEST)\b/)) return;
  const labels = ValueLabels.of(file);
  for (const call of file.tree.byKind('function_call_expression')) {
    const callee = calleeName(file, call);
    if (!addressed.test(callee)) continue;
    const [first, second] = argumentsOf(file, call);
    if (!first) continue;
    const isTyped = (node: SyntaxNode | undefined): boolean => node !== undefined && isTypedSecret(file, labels, node);
    if (/^(?:file_get_contents|fopen|curl_init|wp_remote_get|wp_remote_post|readfile|copy|get_headers)$/.test(callee)) {
      if (/https?:\/\//.test(file.text(first)) && isTyped(first)) yield { node: call };
    } else if (/^(?:curl_setopt|mail|wp_mail)$/.test(callee)) {
      if (file.holds(sendsOn) && argumentsOf(file, call).some((one) => isTyped(one))) yield { node: call };
    } else if (/^(?:file_put_contents|error_log)$/.test(callee)) {
      const [path, content] = callee === 'error_log' ? [argumentsOf(file, call)[2], first] : [first, second];
      if (path && isTyped(content) && (isHiddenPath(file, path) || /FILE_APPEND/.test(file.text(call))))
        yield { node: call };
    } else if (/^(?:fwrite|fputs)$/.test(callee) && isTyped(second) && (labels.labels(first) & label.received) === 0) {
      if (file.holds(/fopen\([^;\n]{0,120},\s*['"]a/)) yield { node: call };
    }
  }
};

/** What was typed into a field for passwords or cards, or all fields where the program looks for those by name. */
function isTypedSecret(file: SourceFile, labels: ValueLabels, node: SyntaxNode): boolean {
  const bits = labels.labels(node);
  if ((bits & label.digest) !== 0) return false;
  if ((bits & label.typed) !== 0) return true;
  return (
    (bits & label.request) !== 0 &&
    (bits & label.encoded) !== 0 &&
    file.holds(/preg_match\(\s*['"][^'"\n]{0,60}(?:card|cvc|cvv|pass|cc_?num)/i)
  );
}

function isHiddenPath(file: SourceFile, path: SyntaxNode): boolean {
  const inner = withoutParentheses(path);
  const texts = isString(inner) ? [inner] : file.descendants(path, new Set(['string', 'encapsed_string']));
  return texts.some((one) => disguised.test(stringContent(file.text(one))));
}
