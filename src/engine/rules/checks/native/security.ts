import { declaredName } from '../../../tree/declared-name.js';
import { calleeName } from '../../../tree/callee.js';
import type { SyntaxNode } from '../../../tree/syntax-tree.js';
import { callArguments } from '../../call-arguments.js';
import type { Check } from '../../rule.js';
import type { SourceFile } from '../../source-file.js';

const askers = ['access', 'stat', 'lstat', '_access', 'exists', 'is_regular_file'];
const users = ['open', 'fopen', 'chmod', 'chown', 'unlink', 'remove', 'rename', 'creat', 'execv', 'execl', 'truncate'];

/** What a path is asked about and then used by its name again: in between it can become another file. */
export const checkThenUse: Check = function* (file) {
  const asked = askers.flatMap((name) => file.tree.callsTo(name));
  if (asked.length === 0) return;
  const streams = file.tree.byKind('init_declarator').filter((one) => isStream(file, one));
  for (const use of [...users.flatMap((name) => file.tree.callsTo(name)), ...streams]) {
    const list = use.kind === 'init_declarator' ? file.field(use, 'value') : null;
    const [path] = list ? file.named(list) : callArguments(file, use);
    const around = file.enclosingFunction(use);
    if (!path || !around || path.kind === 'string_literal') continue;
    const text = file.text(path);
    const before = asked.find((call) => {
      const [first] = callArguments(file, call);
      return call.start < use.start && first && file.text(first) === text && file.enclosingFunction(call) === around;
    });
    if (before && !isReassigned(file, text, before, use)) {
      const line = file.tree.position(before.start).line;
      yield {
        node: use,
        message: `${text} was asked about on line ${line} and can be another file by now. Open it first, and ask the descriptor with fstat.`,
      };
    }
  }
};

/** `std::ofstream out(path);` */
function isStream(file: SourceFile, declarator: SyntaxNode): boolean {
  const type = declarator.parent ? file.field(declarator.parent, 'type') : null;
  return type !== null && /^(?:std::)?o?fstream$/.test(file.text(type));
}

function isReassigned(file: SourceFile, name: string, from: SyntaxNode, to: SyntaxNode): boolean {
  return /^\w+$/.test(name) && new RegExp(`\\b${name}\\s*=[^=]`).test(file.tree.source.slice(from.end, to.start));
}

/** What signal-safety(7) does not list, and programs call in handlers all the same. */
const unsafe = new Set([
  'printf', 'fprintf', 'sprintf', 'snprintf', 'puts', 'fputs', 'malloc', 'calloc', 'realloc', 'free', 'exit', 'syslog', 'fopen', 'fclose',
  'fflush', 'localtime', 'ctime', 'strtok', 'getenv', 'pthread_mutex_lock', 'longjmp', 'system', 'perror', 'delete', 'cout',
]); // prettier-ignore

/** A function given to `signal` or `sigaction` that calls what is not safe in a handler. */
export const unsafeSignalHandler: Check = function* (file) {
  const handlers = new Set<string>();
  for (const call of file.tree.callsTo('signal')) {
    const handler = callArguments(file, call)[1];
    if (handler) handlers.add(file.text(handler).replace(/^&/, ''));
  }
  for (const assignment of file.tree.byKind('assignment_expression')) {
    const left = file.field(assignment, 'left');
    const right = file.field(assignment, 'right');
    if (left && right && /\bsa_(handler|sigaction)$/.test(file.text(left)))
      handlers.add(file.text(right).replace(/^&/, ''));
  }
  if (handlers.size === 0) return;
  for (const fn of file.tree.byKind('function_definition')) {
    const name = declaredName(fn);
    if (!name || !handlers.has(file.text(name))) continue;
    for (const call of file.descendants(fn, file.grammar.calls)) {
      const called = calleeName(file.tree, call);
      if (called !== null && unsafe.has(called)) {
        yield {
          node: call,
          message: `${called} is not safe in a signal handler: the signal may have come while it was at work. Set a volatile sig_atomic_t, and act on it outside.`,
        };
      }
    }
  }
};

const secretName = /([Pp]assw(or)?d|[Pp]assphrase|[Ss]ecret|[Kk]ey\b|[Kk]ey_?buf|[Tt]oken|\bpin\b)/;

/** A local secret that is cleared by memset as the last thing that happens to it. */
export const erasedSecret: Check = function* (file) {
  for (const call of [...file.tree.callsTo('memset'), ...file.tree.callsTo('bzero')]) {
    const [target] = callArguments(file, call);
    const fn = file.enclosingFunction(call);
    if (!target || !fn || target.kind !== 'identifier' || !secretName.test(file.text(target))) continue;
    const name = file.text(target);
    const isLocal = file.descendants(fn, new Set(['array_declarator'])).some((one) => {
      const declared = declaredName(one);
      return declared !== undefined && file.text(declared) === name;
    });
    const word = new RegExp(`\\b${name}\\b`);
    const after = file.tree.source.slice(call.end, fn.end);
    if (isLocal && !word.test(after) && file.tree.source.slice(fn.start, call.start).split(word).length > 2)
      yield { node: call };
  }
};

/** `strncpy(b, s, sizeof b)` into an array of that size, with nobody setting the last byte. */
export const unterminatedCopy: Check = function* (file) {
  for (const call of file.tree.callsTo('strncpy')) {
    const [target, , length] = callArguments(file, call);
    const fn = file.enclosingFunction(call);
    if (!target || !length || !fn || target.kind !== 'identifier') continue;
    const name = file.text(target);
    const full = file.text(length).replace(/[\s()]/g, '');
    const declared = new RegExp(`\\b${name}\\s*\\[\\s*(\\w+)\\s*\\]`).exec(file.text(fn))?.[1];
    if (full !== `sizeof${name}` && (declared === undefined || full !== declared)) continue;
    const text = file.text(fn);
    const isClosed = new RegExp(
      `\\b${name}\\s*\\[[^\\]]*\\]\\s*=\\s*('\\\\0'|0|'\\\\x00')|memset\\s*\\(\\s*${name}\\b|bzero\\s*\\(\\s*${name}\\b|\\b${name}\\s*\\[\\w*\\]\\s*=\\s*[{"]`,
    ).test(text);
    if (!isClosed) yield { node: call };
  }
};
