import { argumentsOf, calleeName } from './calls.js';
import type { SyntaxNode } from '../../../tree/syntax-tree.js';
import { isString, withoutParentheses } from '../../pattern/significant-children.js';
import type { Check } from '../../rule.js';
import type { SourceFile } from '../../source-file.js';
import { label } from './labels.js';
import { commandOf, launches } from './launches.js';
import { ValueLabels } from './value-labels.js';

/** A word only its owner knows: what a request must bring before it is served. */
const gate =
  /(?:^|[\W_])(?:pass\w*|pwd|pw|key|k|token|auth\w*|secret|code|x-[\w-]+)["'\])]{1,3}[^\n]{0,40}(?:[!=]==?|\beq\b|\.equals\(|\.Equals\()\s*["'`][^"'`\s]{3,40}["'`]|["'`][^"'`\s]{3,40}["'`]\s*(?:[!=]==?\s*|\.equals\(|\.Equals\()[^\n]{0,40}["'`](?:pass\w*|pwd|pw|key|k|token|auth\w*|secret|x-[\w-]+)["'`]/i;
const memberGate =
  /\b(?:query|body|headers|params|cookies|args|form)\.(?:pass\w*|pwd|pw|key|k|token|auth\w*|secret|code)\s*[!=]==?\s*["'`][^"'`\s]{3,40}["'`]/i;
const javaGate =
  /get(?:Parameter|Header)\("(?:pass\w*|pwd|pw|key|k|token|auth\w*|secret)"\)[^]{0,200}"[^"\s]{3,40}"\.equals\(/i;

/**
 * A request that knows a fixed word gives the whole command that is run. Without the word it is a weakness that somebody
 * overlooked; with it somebody meant to have a way in.
 */
export const webShell: Check = function* (file) {
  if (!isGated(file.tree.source)) return;
  for (const call of launches(file)) {
    const fn = file.enclosingFunction(call);
    if (!isGated(file.text(fn ?? file.tree.root)) && !(fn && isGated(around(file, fn)))) continue;
    const command = commandOf(file, argumentsOf(file, call));
    if (command && file.origins.of(command, 'command').kind === 'remote') yield { node: call };
  }
};

/** The text of the function that a callback stands in. */
function around(file: SourceFile, fn: SyntaxNode): string {
  const outer = file.enclosingFunction(fn);
  return outer ? file.text(outer) : '';
}

function isGated(text: string): boolean {
  return gate.test(text) || memberGate.test(text) || javaGate.test(text);
}

/** A connection becomes the program's own input and output, and another program is started on it. */
export const socketBecomesInput: Check = function* (file) {
  const { language } = file.tree;
  if (
    !file.holds(/\bdup[23]?\s*\(|\bDup[23]\(|reopen\(/) ||
    !file.holds(/\b(?:[eE]xec|system|spawn|Popen|subprocess|Command|posix_spawn)/)
  )
    return;
  if (file.holds(/getopt|inetd|\boptarg\b|config/i)) return;
  // What the caller named is the caller's; a list made for the program that is started may have the same name.
  if (file.holds(/\bargv\s*\[\s*\w/) && !file.holds(/\bmain\s*\(\s*(?:void)?\s*\)/)) return;
  const labels = ValueLabels.of(file);
  const isNative = language === 'c' || language === 'cpp';
  // C's programs start anything by `exec`; elsewhere a shell is named.
  if (!(isNative ? startsAny(file, labels) : labels.has(label.shell))) return;
  for (const name of ['dup2', 'dup3', 'Dup2', 'Dup3'])
    for (const call of file.tree.callsTo(name)) {
      const [from, to] = argumentsOf(file, call);
      if (from && to && isStandard(file, to) && (labels.labels(from) & label.received) !== 0) yield { node: call };
    }
  for (const call of file.tree.callsTo('reopen')) {
    const [from] = argumentsOf(file, call);
    if (from && (labels.labels(from) & label.received) !== 0) yield { node: call };
  }
};

/** Whether a shell is started, or a program that the source does not name: servers start one that it does. */
function startsAny(file: SourceFile, labels: ValueLabels): boolean {
  for (const call of launches(file)) {
    const [program] = argumentsOf(file, call);
    if (!program) continue;
    if ((labels.labels(program) & label.shell) !== 0) return true;
    if (/^(?:::)?exec/.test(calleeName(file, call)) && !isString(withoutParentheses(program))) return true;
  }
  return false;
}

/** 0, 1, 2, their names, or a variable that counts them. */
function isStandard(file: SourceFile, node: SyntaxNode): boolean {
  const inner = withoutParentheses(node);
  return (
    !isString(inner) &&
    /^(?:int\()?(?:[012]|STD(?:IN|OUT|ERR)_FILENO|(?:libc::)?STD(?:IN|OUT|ERR)_FILENO|sys\.std\w+\.fileno\(\)|\w{1,2})\)?$/.test(
      file.text(inner),
    )
  );
}
