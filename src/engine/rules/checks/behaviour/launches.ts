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
    'create_subprocess_exec',
    'spawnl',
    'spawnle',
    'spawnlp',
    'spawnlpe',
    'spawnv',
    'spawnve',
    'spawnvp',
    'spawnvpe',
    'posix_spawn',
    'posix_spawnp',
    'execl',
    'execle',
    'execlp',
    'execv',
    'execve',
    'execvp',
    'execvpe',
    'startfile',
    'spawn',
  ],
  java: ['exec', 'ProcessBuilder', 'command'],
  php: ['exec', 'shell_exec', 'system', 'passthru', 'popen', 'proc_open', 'pcntl_exec'],
  ruby: ['system', 'exec', 'spawn', 'popen', 'capture2', 'capture2e', 'capture3', 'popen2', 'popen2e', 'popen3'],
  csharp: ['Start', 'ProcessStartInfo'],
  go: ['Command', 'CommandContext', 'StartProcess', 'Exec', 'ForkExec'],
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
  python: /^(?:os|subprocess|asyncio|pty|posix)\.\w+$|^asyncio\.subprocess\.\w+$/,
  java: /ProcessBuilder$|[Rr](?:untime(?:\(\))?|t)?\.exec$|\b(?:pb|builder|processBuilder)\.command$/,
  php: /^(?:Kernel\.|Process\.|IO\.|Open3\.|PTY\.)?\w+$/,
  ruby: /^(?:Kernel\.|Process\.|IO\.|Open3\.|PTY\.)?\w+$/,
  csharp: /(?:^|\.)Process\.Start$|^ProcessStartInfo$|(?:^|\.)ProcessStartInfo$/,
  go: /^exec\.Command(?:Context)?$|^os\.StartProcess$|^syscall\.(?:Exec|ForkExec)$/,
  c: /^(?:std::|::)?\w+$/,
  rust: /(?:^|::)Command::new$|Command::new\(\s*"[^"]{0,60}"\s*\)(?:\s*\.\s*arg\([^)]{0,60}\))*\s*\.\s*args?$/,
};

/** `const run = eval`, `const F = (async () => {}).constructor`: other names of what runs text. */
const renamed =
  /\b(\w+)\s*(?::[^=\n]{1,40})?=\s*(?:(?:window|globalThis|global|self)\.)?(?:eval|Function|\(\s*(?:async\s*)?(?:function\s*\*?\s*\(\)|\(\)\s*=>)\s*\{\s*\}\s*\)\.constructor|Object\.getPrototypeOf\([^;\n]{1,60}\)\.constructor)\s*(?:as\s+\w+\s*)?[;\n,)]/g;

/** The calls that run text as code. */
export function* evaluations(file: SourceFile): Generator<SyntaxNode> {
  const { language } = file.tree;
  if (family(language) === 'javascript' && file.holds(/\beval\b|\bFunction\b|constructor/))
    for (const [, name] of file.tree.source.matchAll(renamed)) if (name !== undefined) yield* file.tree.callsTo(name);
  if (family(language) === 'javascript' && file.holds(/[\])]\s*\(/)) yield* disguisedEvaluations(file);
  if (language === 'python')
    for (const [, name] of file.tree.source.matchAll(/^[ \t]*(\w+)[ \t]*=[ \t]*(?:\w+\.){0,3}(?:exec|eval)[ \t]*$/gm))
      if (name !== undefined) yield* file.tree.callsTo(name);
  if (language === 'python' && file.holds(/\[\s*["'](?:exec|eval)["']\s*\]/))
    for (const call of file.tree.byKind('call'))
      if (/\[\s*["'](?:exec|eval)["']\s*\]$/.test(file.text(file.field(call, 'function') ?? call).slice(-12)))
        yield call;
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

/** `(0, window['ev' + 'al'])(text)`. */
function* disguisedEvaluations(file: SourceFile): Generator<SyntaxNode> {
  for (const call of file.tree.byKind('call_expression')) {
    const callee = file.field(call, 'function');
    if (!callee || !/^(?:subscript_expression|parenthesized_expression)$/.test(callee.kind)) continue;
    const text = file.text(callee);
    if (text.length > 80 || !/^\(0,|\[/.test(text)) continue;
    if (/(?:^|[.,])(?:eval|Function)$/.test(text.replace(/['"`\s+()\]]/g, '').replaceAll('[', '.'))) yield call;
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

/**
 * The arguments of a launch from the one on that names the program: Windows' `ShellExecute` has its window and verb
 * first, Python's `spawn` its mode.
 */
export function startedOf(file: SourceFile, call: SyntaxNode): readonly SyntaxNode[] {
  const list = argumentsOf(file, call);
  const callee = calleeName(file, call);
  if (/ShellExecute[AW]?$/.test(callee)) return list.slice(2);
  if (/CreateProcess[AW]?$/.test(callee) && list[0] && /^(?:NULL|nullptr|0)$/.test(file.text(list[0])))
    return list.slice(1);
  return /^os\.spawn[lv]/.test(callee) ? list.slice(1) : list;
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
