import type { SyntaxNode } from '../../../tree/syntax-tree.js';
import { isString, stringContent, withoutParentheses } from '../../pattern/significant-children.js';
import type { Check } from '../../rule.js';
import type { SourceFile } from '../../source-file.js';
import { argumentsOf, calleeName, receiverOf } from './calls.js';
import { label, shellProgram } from './labels.js';
import { launches, startedOf } from './launches.js';
import { longestProgram, network } from './network.js';
import { ValueLabels } from './value-labels.js';

/** Somebody gives `given` to what `target` is. */
interface Feed {
  readonly node: SyntaxNode;
  /** Null for the streams of whatever is started next. */
  readonly target: SyntaxNode | null;
  readonly given: readonly SyntaxNode[];
  /** Whether the place itself says that the target is an input. */
  readonly intoInput: boolean;
}

/** Terminals in a browser, and servers of shells that know who is there. */
const terminal = /\b(?:cols|columns|winsize|TIOCSWINSZ|xterm|node-pty|paramiko|asyncssh|ssh2|SSHServer|resize)\b/i;
const writing =
  /(?:^|\.|::)(?:write|Write|WriteLine|WriteAsync|WriteLineAsync|writelines|println|print|write_all|puts|sendline|communicate|syswrite|WriteString|append|newLine|writeBytes|end)$/;
/** The target stands among the arguments: C, PHP and the copying functions of Go and Rust. */
const writingTo =
  /^(?:fputs|fwrite|fprintf|fputs_unlocked|write|io\.Copy|io\.WriteString|fmt\.Fprint(?:ln|f)?|io::copy|std::io::copy|IOUtils\.copy|writeln|tokio::io::copy)$/;
const streaming = /\.(?:pipe|transferTo|CopyTo|CopyToAsync|pipeTo)$/;
/** Functions of the program's own that go between two streams. */
const between = /(?:^|\W)(?:pipe|copy|pump|relay|transfer|forward|bridge|shovel|redirect|plumb|couple)\w*$/i;
/** Where a program's own members and the calls that give its input have names; elsewhere one handle is both. */
const namesInput: ReadonlySet<string> = new Set([
  'javascript',
  'typescript',
  'java',
  'csharp',
  'python',
  'go',
  'rust',
  'php',
]);

/** What another machine sends becomes the input of a shell that the program started. */
export const receivedFeedsShell: Check = function* (file) {
  const { source } = file.tree;
  if (source.length > longestProgram || !file.holds(network) || !file.holds(/sh\b|cmd|pwsh/) || file.holds(terminal))
    return;
  const labels = ValueLabels.of(file);
  if (!labels.has(label.shell) || !labels.has(label.received) || !startsShell(file, labels)) return;
  for (const { node, target, given, intoInput } of feeds(file)) {
    const into = target ? labels.labels(target) : label.shell;
    if ((into & label.shell) === 0) continue;
    if (!intoInput && namesInput.has(file.tree.language) && (into & label.input) === 0) continue;
    if (given.some((one) => (labels.labels(one) & label.received) !== 0)) yield { node };
  }
};

/** Whether a shell is started to be spoken to: without a script and without a command. */
function startsShell(file: SourceFile, labels: ValueLabels): boolean {
  for (const call of launches(file)) {
    const [program, ...rest] = startedOf(file, call);
    if (!program || (labels.labels(program) & label.shell) === 0) continue;
    // PHP's second argument says what becomes of the streams.
    const said = file.tree.language === 'php' ? [program] : [program, ...rest];
    const texts = said.flatMap((one) => textsIn(file, one));
    if (texts.every((text) => isShellOrOption(text))) return true;
  }
  return file.holds(/\bFileName\s*=/) && !file.holds(/Arguments\s*=\s*@?\$?"[/-]c/i);
}

function textsIn(file: SourceFile, node: SyntaxNode): readonly string[] {
  if (node.kind === 'keyword_argument' || node.kind === 'object' || node.kind === 'hash') return [];
  const inner = withoutParentheses(node);
  if (isString(inner)) return [stringContent(file.text(inner))];
  return file
    .descendants(node, new Set(['string', 'string_literal', 'interpreted_string_literal', 'encapsed_string']))
    .map((one) => stringContent(file.text(one)));
}

function isShellOrOption(text: string): boolean {
  return (
    shellProgram.test(text) || /^(?:-(?!c$|Command$|File$|enc)\w*|\/[qkQK]|-|r\+?|w|win32|windows|nt)$/i.test(text)
  );
}

function* feeds(file: SourceFile): Generator<Feed> {
  for (const kind of file.grammar.calls)
    for (const call of file.tree.byKind(kind)) {
      const callee = calleeName(file, call);
      const list = argumentsOf(file, call);
      const receiver = receiverOf(file, call);
      if (streaming.test(callee) && receiver && list[0])
        yield { node: call, target: list[0], given: [receiver], intoInput: false };
      else if ((writingTo.test(callee) || between.test(callee)) && list.length > 1)
        for (const target of list)
          yield { node: call, target, given: list.filter((one) => one !== target), intoInput: false };
      else if (writing.test(callee) && receiver) yield { node: call, target: receiver, given: list, intoInput: false };
      else if (/(?:^|\.)stdin$/.test(callee) && receiver && file.tree.language === 'rust')
        yield { node: call, target: receiver, given: list, intoInput: true };
      else yield* handed(file, call, list);
    }
  for (const kind of ['assignment_statement', 'assignment_expression']) yield* assigned(file, kind);
}

/** `Popen(['sh'], stdin=connection)` and `spawn('sh', [], { stdio: [socket, …] })`. */
function* handed(file: SourceFile, call: SyntaxNode, list: readonly SyntaxNode[]): Generator<Feed> {
  const [program, ...others] = list;
  if (!program) return;
  if (/(?:^|\W)proc_open$/.test(calleeName(file, call)) && others[0])
    yield { node: call, target: program, given: [others[0]], intoInput: true };
  for (const one of list) {
    const pairs =
      one.kind === 'keyword_argument' ? [one] : one.kind === 'object' || one.kind === 'hash' ? file.named(one) : [];
    for (const pair of pairs) {
      const key = file.field(pair, 'name') ?? file.field(pair, 'key');
      const value = file.field(pair, 'value');
      if (key && value && /^:?['"]?(?:stdin|stdio|in):?['"]?$/.test(file.text(key)))
        yield { node: call, target: program, given: [value], intoInput: true };
    }
  }
}

/** Go: `cmd.Stdin = connection`; Windows: `startup.hStdInput = (HANDLE)connection`. */
function* assigned(file: SourceFile, kind: string): Generator<Feed> {
  for (const node of file.tree.byKind(kind)) {
    const [left, right] = [file.field(node, 'left'), file.field(node, 'right')];
    if (left && right && /\.[sS]tdin\b/.test(file.text(left)))
      yield { node, target: left, given: [right], intoInput: true };
    if (left && right && file.text(left).endsWith('.hStdInput'))
      yield { node, target: null, given: [right], intoInput: true };
  }
}
