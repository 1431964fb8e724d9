import { argumentsOf, calleeName } from './calls.js';
import type { SyntaxNode } from '../../../tree/syntax-tree.js';
import { isString, stringContent, withoutParentheses } from '../../pattern/significant-children.js';
import type { Check } from '../../rule.js';
import type { SourceFile } from '../../source-file.js';
import { label } from './labels.js';
import { evaluations, launches, shell, startedOf } from './launches.js';
import { longestProgram, network } from './network.js';
import { ValueLabels } from './value-labels.js';

const shellPrefix = /^(?:(?:ba)?sh -c|cmd(?:\.exe)? \/c|powershell(?:\.exe)?(?: -\w+)*)\s*["']?$/i;

/** What another machine sends is run as code, or is the command that is run, whatever lies between. */
export const receivedRuns: Check = function* (file) {
  if (file.tree.source.length > longestProgram || !file.holds(network)) return;
  const labels = lazily(file);
  for (const call of evaluations(file))
    if (!namesClass(file, call) && evaluated(file, labels(), call, label.received)) yield { node: call };
  for (const call of launches(file)) if (isLaunched(file, labels(), call, label.received)) yield { node: call };
  if (file.tree.language === 'csharp') yield* configured(file, labels(), label.received);
  // Ruby: a command between backticks that is nothing but what came.
  if (file.tree.language === 'ruby')
    for (const node of file.tree.byKind('subshell'))
      if (/^(?:`|%x.)#\{[^}]*\}/.test(file.text(node)) && (labels().labels(node) & label.received) !== 0)
        yield { node };
};

/** Java's `loadClass(name)` finds a class among the program's own, unless a loader of addresses or bytes is made. */
function namesClass(file: SourceFile, call: SyntaxNode): boolean {
  const name = file.tree.language === 'java' ? file.field(call, 'name') : null;
  return name !== null && file.text(name) === 'loadClass' && !file.holds(/URLClassLoader|defineClass|defineHidden/);
}

/** `start.Arguments = "/c " + command` where `start.FileName` is a shell, and `start.FileName = path`. */
function* configured(file: SourceFile, labels: ValueLabels, wanted: number): Generator<{ node: SyntaxNode }> {
  for (const node of file.tree.byKind('assignment_expression')) {
    const [left, right] = [file.field(node, 'left'), file.field(node, 'right')];
    if (!left || !right || (labels.labels(right) & wanted) === 0) continue;
    const target = file.text(left);
    if (/(?:^|\.)FileName$/.test(target)) yield { node };
    const starts = file.holds(/FileName\s*=\s*"(?:cmd|powershell|pwsh|\/bin\/(?:ba)?sh)(?:\.exe)?"/);
    const lead = /^\$?"([^"{]*)/.exec(file.text(right))?.[1] ?? '';
    if (/(?:^|\.)Arguments$/.test(target) && starts && (lead === '' || /^[/-]\w+ "?$/.test(lead))) yield { node };
  }
}

/** Whether a call starts a command of which the whole has the label; Rust's are built by a chain of calls. */
function isLaunched(file: SourceFile, labels: ValueLabels, call: SyntaxNode, wanted: number): boolean {
  const list = startedOf(file, call);
  const chain =
    file.tree.language === 'rust' ? /Command::new\(\s*"([^"]{0,60})"/.exec(calleeName(file, call))?.[1] : undefined;
  if (chain === undefined) return isWholeCommand(file, labels, list, wanted);
  return shell.test(chain) && list.some((one) => (labels.labels(one) & wanted) !== 0);
}

/** Text that was decoded in the program is run as code or as a command. */
export const decodedRuns: Check = function* (file) {
  if (
    file.tree.source.length > longestProgram ||
    !file.holds(
      /atob|unescape|fromCharCode|fromCodePoint|[bB]ase64|[hH]ex|[Dd]ecode|[Dd]ecrypt|[Dd]ecipher|[Ii]nflate|gunzip|decompress|marshal|unhexlify|gzuncompress|str_rot13|hex2bin|unpack|chr\(|\(char\)|\^/,
    )
  )
    return;
  const labels = lazily(file);
  for (const call of evaluations(file)) if (evaluated(file, labels(), call, label.decoded)) yield { node: call };
  for (const call of launches(file))
    if (isWholeCommand(file, labels(), startedOf(file, call), label.decoded)) yield { node: call };
};

function lazily(file: SourceFile): () => ValueLabels {
  return () => ValueLabels.of(file);
}

function evaluated(file: SourceFile, labels: ValueLabels, call: SyntaxNode, wanted: number): boolean {
  const isMinified = file.tree.source.length > shortest && longestLine(file.tree.source) > longLine;
  return argumentsOf(file, call).some((one) => ((isMinified ? labels.direct(one) : labels.labels(one)) & wanted) !== 0);
}

/** Characters: of a file, and of a line that nobody wrote by hand. */
const shortest = 3000;
const longLine = 2000;

function longestLine(source: string): number {
  let longest = 0;
  for (let from = 0; from < source.length;) {
    const end = source.indexOf('\n', from);
    const next = end < 0 ? source.length : end;
    longest = Math.max(longest, next - from);
    from = next + 1;
  }
  return longest;
}

/** Whether the whole command, and not an argument of a fixed program, has the label. */
function isWholeCommand(file: SourceFile, labels: ValueLabels, list: readonly SyntaxNode[], wanted: number): boolean {
  const [first, ...rest] = list;
  if (!first) return false;
  if (file.text(first) === 'ctx' && rest.length > 0) return isWholeCommand(file, labels, rest, wanted);
  const node = withoutParentheses(first);
  if (isString(node) && !file.named(node).some((one) => one.kind === 'interpolation'))
    return (
      shell.test(stringContent(file.text(node))) &&
      rest.some((one) => !file.grammar.functions.has(one.kind) && (labels.labels(one) & wanted) !== 0)
    );
  if (/^(?:array|list|tuple|array_initializer)$/.test(node.kind)) {
    const parts = file.named(node);
    // Another interpreter is told its program: `[sys.executable, '-c', text]`.
    const told = parts.findIndex(
      (one) => isString(one) && /^(?:-(?:c|e|r|-eval|Command)|\/tr)$/.test(stringContent(file.text(one))),
    );
    if (told > 0) return parts.slice(told + 1).some((one) => (labels.labels(one) & wanted) !== 0);
    // A program of several, chosen by an address, does what the literal after it says: `[vcs, 'clone', url]`.
    const [program, verb] = parts;
    if (wanted === label.received && program && verb && !isString(program) && isString(verb)) return false;
    return isWholeCommand(file, labels, parts, wanted);
  }
  // `new ProcessStartInfo(program, arguments)` is judged where it is made.
  if (node.kind === 'object_creation_expression') return false;
  if (node.kind === 'array_creation_expression') {
    const value = file.field(node, 'value');
    return value !== null && isWholeCommand(file, labels, file.named(value), wanted);
  }
  if (/^(?:template_string|binary_expression|binary_operator|string)$/.test(node.kind)) {
    const lead = /^[fr]?[`"']([^`"'${]*)/.exec(file.text(node))?.[1] ?? '';
    if (lead !== '' && !shellPrefix.test(lead)) return false;
  }
  return (labels.labels(node) & wanted) !== 0;
}

/** The program looks at what it got before it starts it. */
const checked = /sha-?(?:1|256|384|512)|md5|checksum|signature|verify|\bgpg\b|digest|integrity/i;
/** From a bare address or without encryption, or to a place and in a way that nobody sees. */
const covert =
  /["'`]http:\/\/(?!localhost|127\.|10\.|192\.168\.)|https?:\/\/\d{1,3}(?:\.\d{1,3}){3}|["'`/](?:tmp|var\/tmp|dev\/shm)\/\.|Hidden|SW_HIDE|CreateNoWindow\s*=\s*true|HideWindow|CREATE_NO_WINDOW|stdio["']?:\s*["']ignore|java\.io\.tmpdir|GetTempPath|gettempdir\(\)|os\.tmpdir\(\)|Dir\.tmpdir|sys_get_temp_dir|tempnam\(|os\.TempDir\(\)|env::temp_dir\(\)|process\.env\.(?:TEMP|APPDATA|LOCALAPPDATA)|["'`](?:APPDATA|TEMP)["'`]/;

/** A file that the program wrote itself, from the network, is started. */
export const writtenRuns: Check = function* (file, options) {
  const { source } = file.tree;
  // Certain only where nothing says who the program is from, and it is put where it is not seen.
  if (options['unverified'] !== undefined && (file.holds(checked) || !file.holds(covert))) return;
  if (
    source.length > longestProgram ||
    !file.holds(network) ||
    !file.holds(
      /curl\s|wget\s|createWriteStream|[wW]riteFile|File\.write|IO\.write|file_put_contents|FileOutputStream|newOutputStream|ofFile|urlretrieve|[dD]ownload|\bopen\(|copy\(|Copy\(|WriteAll|OpenFile|os\.Create|File::create|fs::write|binwrite|fopen|ofstream|DownloadToFile/,
    )
  )
    return;
  if (
    !file.holds(
      /https?:\/\/|[hH]ttpClient|requests|urlopen|recv|new URL\(|URI\.open|Net::HTTP|\bfetch\(|https?\.get|WebClient|curl_easy|http\.Get/,
    )
  )
    return;
  for (const call of launches(file)) {
    const labels = ValueLabels.of(file);
    if (showsDocument(file, labels, call)) continue;
    if (isLaunched(file, labels, call, label.written) || startsWritten(file, labels, call)) yield { node: call };
  }
  for (const kind of ['include', 'include_once', 'require', 'require_once'])
    for (const node of file.tree.byKind(`${kind}_expression`))
      if ((ValueLabels.of(file).labels(node) & label.written) !== 0) yield { node };
};

/** Whether what is opened is a document, which the user's own program shows. */
function showsDocument(file: SourceFile, labels: ValueLabels, call: SyntaxNode): boolean {
  const list = startedOf(file, call);
  if (!list.some((one) => (labels.labels(one) & label.document) !== 0)) return false;
  return !file.holds(/\.(?:exe|scr|bat|cmd|ps1|vbs|hta|msi|jar|sh|elf|bin|dll|apk|com|pif)["'`]/i);
}

/** Whether the program is started by the path, written out, that it was written to: as the command or the first word of one. */
function startsWritten(file: SourceFile, labels: ValueLabels, call: SyntaxNode): boolean {
  return startedOf(file, call).some((one) => {
    const node = withoutParentheses(one);
    if (!isString(node)) return false;
    const text = stringContent(file.text(node));
    return labels.isWritten(text) || words(text).some((word) => labels.isWritten(word));
  });
}

/** What a command line starts: the first word of each of its commands, past the programs that only start another. */
function words(line: string): readonly string[] {
  return line
    .split(/&&|\|\||[;&|]/)
    .map((part) =>
      part
        .trim()
        .replace(
          /^(?:(?:nohup|sudo|setsid|exec|start|bash|sh|\/bin\/(?:ba)?sh|python3?|perl|env|cmd \/c|start \/b)\s+)+/,
          '',
        ),
    )
    .map((part) => part.split(/\s/, 1)[0] ?? '')
    .filter((word) => word.length > 3);
}

/** The program copies its own file. */
export const copiesItself: Check = function* (file) {
  if (
    file.tree.source.length > longestProgram ||
    !file.holds(
      /__filename|__file__|sys\.argv\[0\]|sys\.executable|getCodeSource|process\.argv\[1\]|getResourceAsStream|GetExecutingAssembly|GetModuleFileName|os\.Executable|current_exe|\$0|__FILE__|ExecutablePath|MainModule|\/proc\/self\/exe/,
    )
  )
    return;
  for (const name of [
    'copyFile',
    'copyFileSync',
    'copy',
    'copy2',
    'copyfile',
    'move',
    'writeFile',
    'writeFileSync',
    'write',
    'transferTo',
    'put',
    'upload',
    'appendFileSync',
    'Copy',
    'WriteFile',
    'WriteAllBytes',
    'CopyFile',
    'CopyFileA',
    'CopyFileW',
    'cp',
    'binwrite',
    'write_bytes',
    'write_text',
  ]) {
    for (const call of file.tree.callsTo(name)) {
      const labels = ValueLabels.of(file);
      // Any object of Python can have a method that makes another like it.
      if (name === 'copy' && file.tree.language === 'python' && !/^(?:shutil\.)?copy$/.test(calleeName(file, call)))
        continue;
      if (
        name === 'write' &&
        !file.holds(/open\(\s*(?:__file__|sys\.argv\[0\]|sys\.executable)|readFile\w*\(\s*__filename/)
      )
        continue;
      const content = /^(?:writeFile|writeFileSync|appendFileSync|WriteFile|WriteAllBytes|binwrite)$/.test(name)
        ? argumentsOf(file, call).slice(1)
        : argumentsOf(file, call).slice(0, 1);
      if (content.some((one) => (labels.labels(one) & label.itself) !== 0)) yield { node: call };
    }
  }
};
