import type { SyntaxNode } from '../../../tree/syntax-tree.js';
import type { Check } from '../../rule.js';
import type { SourceFile } from '../../source-file.js';

const identity =
  /^\$_SESSION\[["'](?:user|uid|user_?id|userid|username|logged_?in|is_?logged|auth\w*|account\w*|member\w*|customer\w*|admin\w*|login)["']\]$/i;
const signsIn =
  /^(?:sign_?in|log_?(?:in|user_?in)|authenticate|do_?login|login_?\w+|sign_?in_?\w+|start_?session_?for)$/i;
const signsOut = /^(?:sign|log)_?(?:out|off)|^(?:end|destroy|close|kill)_?session|^forget/i;
const renews = /session_regenerate_id|session_destroy\(|session_create_id|migrate\(|regenerate\(/;
const proves = /password_verify\(|check_?[pP]assword\(|verify_?[pP]assword\(/;

/**
 * A function that signs somebody in by its name, and keeps who it is in a session whose id stays what it was. That the sign-out
 * renews the id does not help: only what runs at the sign-in counts.
 */
export const sessionKeptAtSignIn: Check = function* (file) {
  const { source } = file.tree;
  if (!source.includes('$_SESSION') || !proves.test(source)) return;
  for (const assignment of file.tree.byKind('assignment_expression')) {
    const left = file.field(assignment, 'left');
    const fn = left && identity.test(file.text(left)) ? file.enclosingFunction(assignment) : null;
    const name = fn ? file.field(fn, 'name') : null;
    if (!fn || !name || !signsIn.test(file.text(name)) || proves.test(file.text(fn))) continue;
    if (!renews.test(withoutSignOuts(file))) yield { node: assignment };
    return;
  }
};

/** The file's text without the functions that sign somebody out. */
function withoutSignOuts(file: SourceFile): string {
  const { source } = file.tree;
  const outs = [...file.grammar.functions]
    .flatMap((kind) => file.tree.byKind(kind))
    .filter((fn) => isSignOut(file, fn))
    .sort((one, other) => one.start - other.start);
  let text = '';
  let from = 0;
  for (const fn of outs) {
    text += source.slice(from, Math.max(from, fn.start));
    from = Math.max(from, fn.end);
  }
  return text + source.slice(from);
}

function isSignOut(file: SourceFile, fn: SyntaxNode): boolean {
  const name = file.field(fn, 'name');
  return name !== null && signsOut.test(file.text(name));
}
