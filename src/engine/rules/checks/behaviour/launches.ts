import { argumentsOf, calleeName } from './calls.js';
import type { LanguageId, SyntaxNode } from '../../../tree/syntax-tree.js';
import { isString, stringContent, withoutParentheses } from '../../pattern/significant-children.js';
import type { SourceFile } from '../../source-file.js';

/** Shells, and the options after which they take a command. */
export const shell =
  /^(?:\/(?:usr\/)?bin\/)?(?:ba|z|da|k)?sh$|^cmd(?:\.exe)?$|^powershell(?:\.exe)?$|^pwsh$|^\/[cC]$|^-c$/;

const evaluators: Readonly<Record<string, readonly string[]>> = {
  javascript: [
    'eval',
    'Function',
    '_compile',
    'runInThisContext',
    'runInNewContext',
    'runInContext',
    'Script',
    'execScript',
    'constructor',
  ],
  python: ['exec', 'eval', 'compile', 'FunctionType'],
  java: ['eval', 'evaluate', 'defineClass', 'defineHiddenClass', 'loadClass'],
  php: ['eval', 'assert', 'create_function'],
  ruby: ['eval', 'instance_eval', 'class_eval', 'module_eval'],
  csharp: ['Load', 'EvaluateAsync', 'RunAsync', 'CompileAssemblyFromSource'],
  go: ['Eval', 'RunString'],
};
const launchers: Readonly<Record<string, readonly string[]>> = {
  javascript: ['exec', 'execSync', 'execFile', 'execFileSync', 'spawn', 'spawnSync'],
  python: [
    'system',
    'popen',
    'run',
    'call',
    'check_output',
    'check_call',
    'Popen',
    'getoutput',
    'create_subprocess_shell',
  ],
  java: ['exec', 'ProcessBuilder', 'command'],
  php: ['exec', 'shell_exec', 'system', 'passthru', 'popen', 'proc_open'],
  ruby: ['system', 'exec', 'spawn', 'popen', 'capture2', 'capture2e', 'capture3', 'popen3'],
  csharp: ['Start', 'ProcessStartInfo'],
  go: ['Command', 'CommandContext', 'StartProcess'],
  c: [
    'system',
    'popen',
    '_popen',
    'execl',
    'execlp',
    'execv',
    'execvp',
    'execve',
    'WinExec',
    'ShellExecuteA',
    'ShellExecuteW',
    'ShellExecute',
    'CreateProcessA',
    'CreateProcessW',
    'CreateProcess',
  ],
  rust: ['new', 'arg', 'args'],
};

/** What a launcher is called in full: other objects have methods of these names too. */
const startsProgram: Readonly<Record<string, RegExp>> = {
  javascript: /child_process['"]?\)?\.\w+$|^cp\.\w+$/,
  python: /^(?:os|subprocess|asyncio)\.\w+$/,
  java: /ProcessBuilder$|[Rr](?:untime(?:\(\))?|t)?\.exec$|\b(?:pb|builder|processBuilder)\.command$/,
  php: /^(?:Kernel\.|Process\.|IO\.|Open3\.|PTY\.)?\w+$/,
  ruby: /^(?:Kernel\.|Process\.|IO\.|Open3\.|PTY\.)?\w+$/,
  csharp: /(?:^|\.)Process\.Start$|^ProcessStartInfo$|(?:^|\.)ProcessStartInfo$/,
  go: /^exec\.Command(?:Context)?$|^os\.StartProcess$/,
  c: /^(?:std::|::)?\w+$/,
  rust: /(?:^|::)Command::new$|Command::new\(\s*"[^"]{0,60}"\s*\)(?:\s*\.\s*arg\([^)]{0,60}\))*\s*\.\s*args?$/,
};

/** The calls that run text as code. */
export function* evaluations(file: SourceFile): Generator<SyntaxNode> {
  const { language } = file.tree;
  for (const name of evaluators[family(language)] ?? []) {
    for (const call of file.tree.callsTo(name)) {
      const callee = calleeName(file, call);
      if (language === 'python' && !/^(?:builtins\.)?(?:exec|eval|compile)$|types\.FunctionType$/.test(callee))
        continue;
      if (name === 'constructor' && !/(?:Function|constructor|\))\.constructor$/.test(callee)) continue;
      // PHP's assert runs text only, never what a comparison answers.
      if (name === 'assert' && /^assert\([^'"]*(?:[!=]==?|\binstanceof\b|[<>])/.test(file.text(call))) continue;
      if (name === 'Script' && !/vm['"]?\)?\.Script$/.test(callee)) continue;
      if (
        /^(?:eval|Function)$/.test(name) &&
        language !== 'java' &&
        !/^(?:(?:window|global|globalThis|self|builtins|Kernel|Object)\.)?\w+$/.test(callee)
      )
        continue;
      yield call;
    }
  }
}

/** The calls that start another program. */
export function* launches(file: SourceFile): Generator<SyntaxNode> {
  const { language } = file.tree;
  for (const name of launchers[family(language)] ?? []) {
    for (const call of file.tree.callsTo(name)) {
      const callee = calleeName(file, call);
      if (startsProgram[family(language)]?.test(callee)) yield call;
    }
  }
  if (language === 'javascript' || language === 'typescript') {
    for (const promised of file.tree.callsTo('promisify')) {
      const name = promised.parent ? file.field(promised.parent, 'name') : null;
      if (name && /exec|spawn/.test(file.text(promised))) yield* file.tree.callsTo(file.text(name));
    }
  }
}

function family(language: LanguageId): string {
  return language === 'typescript' ? 'javascript' : language === 'cpp' ? 'c' : language;
}

/** The arguments of a launch from the one on that names the program: Windows' `ShellExecute` has its window and verb first. */
export function startedOf(file: SourceFile, call: SyntaxNode): readonly SyntaxNode[] {
  const list = argumentsOf(file, call);
  return /ShellExecute[AW]?$/.test(calleeName(file, call)) ? list.slice(2) : list;
}

/** The node that holds the whole command of a launch: its first argument, or what follows a shell's `-c`. */
export function commandOf(file: SourceFile, list: readonly SyntaxNode[]): SyntaxNode | null {
  const [first, ...rest] = list;
  if (!first) return null;
  const node = withoutParentheses(first);
  if (/^(?:array|list)$/.test(node.kind)) return commandOf(file, file.named(node));
  if (!isString(node)) return node;
  if (!shell.test(stringContent(file.text(node)))) return null;
  return rest.find((one) => !isString(withoutParentheses(one))) ?? null;
}
