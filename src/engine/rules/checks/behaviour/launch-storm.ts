import type { SyntaxNode } from '../../../tree/syntax-tree.js';
import type { Check } from '../../rule.js';
import type { SourceFile } from '../../source-file.js';
import { argumentsOf, calleeName, receiverOf } from './calls.js';
import { bodyText, loopsForever } from './endless-loops.js';
import { label } from './labels.js';
import { launches } from './launches.js';
import { longestProgram } from './network.js';
import { ValueLabels } from './value-labels.js';

const hint =
  /\b(?:fork|vfork|pcntl_fork|spawn\w*|Popen|Process\w*|ProcessBuilder|exec\w*|system|Start|start|Command|CreateProcess[AW]?|ShellExecute[AW]?|Thread|thread)\b/;
/** What only comes back when something happened elsewhere, or ends the loop: then it is no storm. */
const waits =
  /\b(?:break|return|exit\w*|_exit|die|wait\w*|Wait\w*|join|Join|sleep\w*|Sleep\w*|delay|accept\w*|Accept\w*|recv\w*|receive|Receive\w*|read\w*|Read\w*|gets|get|Get|take|poll|select|input|acquire|Acquire|await|yield|communicate|output|status|Ticker|After|pause|sigwait\w*|epoll_wait|nanosleep|usleep|pop|next|raise|throw)\b\s*(?:[(;:}.\n]|$)|\b(?:sleep|break|return|await|wait|exit)\b|<-|\.(?:Run|CombinedOutput)\(/m;
/** Starting that comes back when what was started has ended. */
const synchronous =
  /(?:Sync|\.run|\.call|check_call|check_output|getoutput|system|shell_exec|passthru|\.Run|\.Output|capture\w*|backtick)$/;
/** What makes another process, or another thread, beside `launches`. */
const multiplies =
  /^(?:(?:os|pty|posix|Process|Kernel)\.)?(?:fork|vfork|forkpty)$|^pcntl_fork$|^(?:libc::|nix::unistd::|unistd::)fork$|(?:^|\.)(?:Process|Thread)(?:\.new|\.start|\.fork)?$|^thread::spawn$|^std::thread::spawn$|^(?:cluster|child_process)\.fork$|^std::thread$|(?:^|\.)Thread\.new$|^CreateThread$|^syscall\.ForkExec$|^exec\.Command(?:Context)?$/;

/** Processes are started again and again without end and without waiting for any of them, until the machine stops. */
export const launchStorm: Check = function* (file) {
  if (file.tree.source.length > longestProgram || !file.holds(hint)) return;
  const starts = [...new Set([...launches(file), ...multiplications(file)])].filter((call) => !comesBack(file, call));
  if (starts.length === 0) return;
  const found = starts.find((call) => isEndless(file, call));
  if (found) return yield { node: found };
  const own = unconditional(file, starts).filter((call) => startsItself(file, call));
  if (own.length >= 2 && own[1]) yield { node: own[1] };
};

function* multiplications(file: SourceFile): Generator<SyntaxNode> {
  for (const kind of file.grammar.calls)
    for (const call of file.tree.byKind(kind)) if (multiplies.test(calleeName(file, call))) yield call;
  for (const node of file.tree.byKind('go_statement')) yield node;
  if (file.tree.language === 'cpp' && file.tree.source.includes('std::thread'))
    for (const call of file.tree.callsTo('emplace_back')) {
      const fn = file.enclosingFunction(call);
      const [first] = argumentsOf(file, call);
      if (fn && first && file.text(first) === nameOf(file, fn)) yield call;
    }
  if (file.tree.language === 'ruby')
    for (const node of file.tree.byKind('identifier'))
      if (file.text(node) === 'fork' && node.field !== 'method' && node.parent?.kind !== 'call') yield node;
}

/** Whether the program goes on only when what it started has ended. */
function comesBack(file: SourceFile, call: SyntaxNode): boolean {
  if (!synchronous.test(calleeName(file, call))) return false;
  return !/&\s*['"`]|\bstart\s|nohup|%0/.test(file.text(call));
}

/** Whether the place is in a loop without end, or in a function that always calls itself. */
function isEndless(file: SourceFile, call: SyntaxNode): boolean {
  let conditional = false;
  for (let place = call.parent, child = call; place; child = place, place = place.parent) {
    if (file.grammar.branches.has(place.kind) && child.field !== 'condition') conditional = true;
    if (loopsForever(file, place) && !(conditional && !comparesFork(file, place)) && !waits.test(bodyText(file, place)))
      return true;
    if (file.grammar.functions.has(place.kind) && !conditional) {
      if (callsItself(file, place) && !waits.test(file.text(place).replace(/\n\s*return [^\n]*$/m, ''))) return true;
    }
  }
  return false;
}

function comparesFork(file: SourceFile, loop: SyntaxNode): boolean {
  return /if\s*\(?!?\s*\(?(?:\w+\s*=\s*)?(?:os\.)?fork\(\)/.test(file.text(loop));
}

/** Whether the function calls itself, or hands itself to a timer or a thread, on every way through. */
function callsItself(file: SourceFile, fn: SyntaxNode): boolean {
  const name = nameOf(file, fn);
  if (name === null || multiplies.test(name)) return false;
  for (const call of file.tree.callsTo(name)) {
    if (!callsOwn(file, call, fn)) continue;
    if (call.start > fn.start && call.end <= fn.end && isUnconditional(file, call, fn)) return true;
  }
  return new RegExp(
    `\\b(?:setImmediate|nextTick|Process|Thread|spawn)\\(\\s*(?:target\\s*=\\s*)?(?:\\w+::)?(?:this\\.)?${name}\\b|setTimeout\\(\\s*${name}(?:,\\s*[01])?\\s*\\)`,
  ).test(file.text(fn));
}

/** Whether a call of the function's name is of that function: not of `Process.Start` in one's own `Start`, nor of an overload. */
function callsOwn(file: SourceFile, call: SyntaxNode, fn: SyntaxNode): boolean {
  const receiver = receiverOf(file, call);
  const owner = receiver ? file.enclosing(fn, file.grammar.classes) : null;
  const ownerName = owner ? file.field(owner, 'name') : null;
  if (receiver && !/^(?:\$?this|self|cls|Self)$/.test(file.text(receiver)))
    if (!ownerName || file.text(ownerName) !== file.text(receiver)) return false;
  const isOverloaded = /^(?:java|csharp|cpp)$/.test(file.tree.language);
  const parameters = file.field(fn, 'parameters');
  return !isOverloaded || !parameters || file.named(parameters).length === argumentsOf(file, call).length;
}

function nameOf(file: SourceFile, fn: SyntaxNode): string | null {
  const holder = fn.parent;
  const declarator = file.field(fn, 'declarator');
  const name =
    file.field(fn, 'name') ??
    (declarator ? file.field(declarator, 'declarator') : null) ??
    (holder ? (file.field(holder, 'name') ?? file.field(holder, 'left')) : null);
  const text = name ? file.text(name) : '';
  return /^[A-Za-z_]\w*$/.test(text) ? text : null;
}

function isUnconditional(file: SourceFile, node: SyntaxNode, within: SyntaxNode | null): boolean {
  for (let place = node.parent; place && place !== within; place = place.parent) {
    if (
      file.grammar.branches.has(place.kind) ||
      /^(?:conditional_expression|ternary_expression|switch_case|if_modifier|unless_modifier|if_guard)$/.test(
        place.kind,
      )
    )
      return false;
    if (file.grammar.functions.has(place.kind) && !isMultiplied(file, place)) return false;
  }
  return true;
}

/** Whether the function is what another thread or process does. */
function isMultiplied(file: SourceFile, fn: SyntaxNode): boolean {
  for (let place = fn.parent, up = 0; place && up < 3; place = place.parent, up += 1)
    if (file.grammar.calls.has(place.kind))
      return /(?:fork|Thread|Process|spawn|loop)(?:\.new|\.start)?$/.test(calleeName(file, place));
  return false;
}

/** Those that run whenever the file is run. */
function unconditional(file: SourceFile, calls: readonly SyntaxNode[]): readonly SyntaxNode[] {
  return calls.filter((call) => {
    const fn = file.enclosingFunction(call);
    return isUnconditional(file, call, fn) && (fn === null || /^(?:main|Main)$/.test(nameOf(file, fn) ?? ''));
  });
}

/** Whether what is started is the program's own file. */
function startsItself(file: SourceFile, call: SyntaxNode): boolean {
  const labels = ValueLabels.of(file);
  return argumentsOf(file, call).some((one) => (labels.labels(one) & label.itself) !== 0);
}
