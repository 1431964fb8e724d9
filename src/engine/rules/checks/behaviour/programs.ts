import type { SyntaxNode } from '../../../tree/syntax-tree.js';
import { isString, stringContent, withoutParentheses } from '../../pattern/significant-children.js';
import type { Check } from '../../rule.js';
import type { SourceFile } from '../../source-file.js';
import { label } from './labels.js';
import { ValueLabels } from './value-labels.js';

const network =
  /\b(?:fetch|axios|got|needle|superagent|WebSocket|XMLHttpRequest|https?|net|tls|dgram|dns|mqtt|TelegramBot|requests|httpx|aiohttp|urlopen|urllib3?|socket|websockets?|imaplib|poplib|ftplib|telebot|discord|smtplib|Socket|ServerSocket|openConnection|openStream|HttpClient|DatagramSocket|Jsoup|fsockopen|stream_socket_client|curl_exec|TCPSocket|HTTParty|RestClient|Faraday)\b|Net::HTTP/;
const shell = /^(?:\/(?:usr\/)?bin\/)?(?:ba|z|da|k)?sh$|^cmd(?:\.exe)?$|^powershell(?:\.exe)?$|^pwsh$|^\/[cC]$|^-c$/;
const shellPrefix = /^(?:(?:ba)?sh -c|cmd(?:\.exe)? \/c|powershell(?:\.exe)?(?: -\w+)*)\s*["']?$/i;

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
};

/** What another machine sends is run as code, or is the command that is run, whatever lies between. */
export const receivedRuns: Check = function* (file) {
  if (!network.test(file.tree.source)) return;
  const labels = lazily(file);
  for (const call of evaluations(file)) if (evaluated(labels(), call, label.received)) yield { node: call };
  for (const call of launches(file))
    if (isWholeCommand(file, labels(), labels().arguments(call), label.received)) yield { node: call };
};

/** Text that was decoded in the program is run as code or as a command. */
export const decodedRuns: Check = function* (file) {
  if (
    !/atob|unescape|fromCharCode|fromCodePoint|base64|hex|[Dd]ecode|[Dd]ecrypt|[Dd]ecipher|[Ii]nflate|gunzip|decompress|marshal|unhexlify|gzuncompress|str_rot13|hex2bin|unpack|chr\(|\(char\)/.test(
      file.tree.source,
    )
  )
    return;
  const labels = lazily(file);
  for (const call of evaluations(file)) if (evaluated(labels(), call, label.decoded)) yield { node: call };
  for (const call of launches(file))
    if (isWholeCommand(file, labels(), labels().arguments(call), label.decoded)) yield { node: call };
};

/** Keys, password stores, the environment or what the user sees and copies are handed to something on the network. */
export const secretsLeave: Check = function* (file, options) {
  if (!network.test(file.tree.source)) return;
  const wanted =
    options['what'] === 'environment'
      ? label.environment
      : options['what'] === 'captured'
        ? label.captured
        : label.secret;
  const hint =
    wanted === label.environment
      ? /process\.env\b|os\.environ|getenv\(\)/
      : wanted === label.captured
        ? /ImageGrab|screenshot|clipboard|pyperclip|mss|VideoCapture|createScreenCapture|SystemClipboard|PyAudio|desktopCapturer/
        : null;
  if (hint && !hint.test(file.tree.source)) return;
  const labels = ValueLabels.of(file);
  for (const kind of file.grammar.calls)
    for (const call of file.tree.byKind(kind)) if (sends(file, labels, call, wanted)) yield { node: call };
};

const sender =
  /(?:^|\W)(?:fetch|axios|got|needle)(?:\.\w+)?$|https?['"]?\)?\.(?:request|get)$|sendBeacon$|sendMail$|\bdns[^.]{0,20}\.(?:resolve|lookup)\w*$|^(?:requests|httpx)\.(?:post|put|get|request|patch)$|urlopen$|Request$|gethostbyname$|getaddrinfo$|\.(?:sendall|sendto|sendmail|send_message|storbinary|sendDocument|send_document|send_file)$|BodyPublishers\.of\w+$|Transport\.send$|upload_?file$/i;
const transfers =
  /(?:^|\.)(?:write|send|sendall|emit|end|post|put|request|publish|writeBytes|writeUTF|println|print|storbinary|sendmail|upload|query|resolve)$/;

function sends(file: SourceFile, labels: ValueLabels, call: SyntaxNode, wanted: number): boolean {
  const callee = labels.callee(call);
  const isSender = sender.test(callee);
  if (!isSender && !transfers.test(callee) && callee !== 'ImageIO.write') return false;
  const list = labels.arguments(call);
  if (!list.some((one) => !file.grammar.functions.has(one.kind) && (labels.labels(one) & wanted) !== 0)) return false;
  if (isSender) return true;
  const target = file.field(call, 'function') ?? file.field(call, 'object');
  // Writing to a connection labels it too; of two arguments the destination is the one without the secret.
  const isNetwork = (node: SyntaxNode): boolean => (labels.labels(node) & (label.received | wanted)) === label.received;
  return (target !== null && (labels.labels(target) & label.received) !== 0) || list.some((one) => isNetwork(one));
}

function lazily(file: SourceFile): () => ValueLabels {
  return () => ValueLabels.of(file);
}

function evaluated(labels: ValueLabels, call: SyntaxNode, wanted: number): boolean {
  return labels.arguments(call).some((one) => (labels.labels(one) & wanted) !== 0);
}

function* evaluations(file: SourceFile): Generator<SyntaxNode> {
  const { language } = file.tree;
  for (const name of evaluators[language === 'typescript' ? 'javascript' : language] ?? []) {
    for (const call of file.tree.callsTo(name)) {
      const callee = ValueLabels.of(file).callee(call);
      if (language === 'python' && !/^(?:builtins\.)?(?:exec|eval|compile)$|types\.FunctionType$/.test(callee))
        continue;
      if (name === 'constructor' && !/(?:Function|constructor|\))\.constructor$/.test(callee)) continue;
      if (name === 'Script' && !/vm['"]?\)?\.Script$/.test(callee)) continue;
      if (
        /^(?:eval|Function)$/.test(name) &&
        language !== 'java' &&
        !/^(?:(?:window|global|globalThis|self|builtins)\.)?\w+$/.test(callee)
      )
        continue;
      yield call;
    }
  }
}

function* launches(file: SourceFile): Generator<SyntaxNode> {
  const { language } = file.tree;
  for (const name of launchers[language === 'typescript' ? 'javascript' : language] ?? []) {
    for (const call of file.tree.callsTo(name)) {
      const callee = ValueLabels.of(file).callee(call);
      if (
        language === 'php' || language === 'ruby'
          ? /^(?:Kernel\.|Process\.|IO\.|Open3\.|PTY\.)?\w+$/.test(callee)
          : language === 'python'
            ? /^(?:os|subprocess|asyncio)\.\w+$/.test(callee)
            : language === 'java'
              ? /ProcessBuilder$|[Rr](?:untime(?:\(\))?|t)?\.exec$|\b(?:pb|builder|processBuilder)\.command$/.test(
                  callee,
                )
              : /child_process['"]?\)?\.\w+$|^cp\.\w+$/.test(callee)
      )
        yield call;
    }
  }
  if (language === 'javascript' || language === 'typescript') {
    for (const promised of file.tree.callsTo('promisify')) {
      const name = promised.parent ? file.field(promised.parent, 'name') : null;
      if (name && /exec|spawn/.test(file.text(promised))) yield* file.tree.callsTo(file.text(name));
    }
  }
}

/** Whether the whole command, and not an argument of a fixed program, has the label. */
function isWholeCommand(file: SourceFile, labels: ValueLabels, list: readonly SyntaxNode[], wanted: number): boolean {
  const [first, ...rest] = list;
  if (!first) return false;
  const node = withoutParentheses(first);
  if (isString(node) && !file.named(node).some((one) => one.kind === 'interpolation'))
    return (
      shell.test(stringContent(file.text(node))) &&
      rest.some((one) => !file.grammar.functions.has(one.kind) && (labels.labels(one) & wanted) !== 0)
    );
  if (/^(?:array|list|tuple|array_initializer)$/.test(node.kind))
    return isWholeCommand(file, labels, file.named(node), wanted);
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

/** A file that the program wrote itself, from the network, is started. */
export const writtenRuns: Check = function* (file) {
  const { source } = file.tree;
  if (
    !network.test(source) ||
    !/createWriteStream|writeFile|FileOutputStream|newOutputStream|ofFile|urlretrieve|download|\bopen\(|copy\(/.test(
      source,
    )
  )
    return;
  if (!/https?:\/\/|HttpClient|requests|urlopen/.test(source)) return;
  for (const call of launches(file)) {
    const labels = ValueLabels.of(file);
    if (isWholeCommand(file, labels, labels.arguments(call), label.written)) yield { node: call };
  }
};

/** The program copies its own file. */
export const copiesItself: Check = function* (file) {
  if (
    !/__filename|__file__|sys\.argv\[0\]|sys\.executable|getCodeSource|process\.argv\[1\]|getResourceAsStream/.test(
      file.tree.source,
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
  ]) {
    for (const call of file.tree.callsTo(name)) {
      const labels = ValueLabels.of(file);
      if (
        name === 'write' &&
        !/open\(\s*(?:__file__|sys\.argv\[0\]|sys\.executable)|readFile\w*\(\s*__filename/.test(file.tree.source)
      )
        continue;
      const content = /^(?:writeFile|writeFileSync|appendFileSync)$/.test(name)
        ? labels.arguments(call).slice(1)
        : labels.arguments(call).slice(0, 1);
      if (content.some((one) => (labels.labels(one) & label.itself) !== 0)) yield { node: call };
    }
  }
};

/** Files are gone through from the home folder or a root, and encrypted where they lie. */
const walks = /readdir|os\.walk|scandir|rglob|i?glob\(|Files\.walk|walkFileTree|listFiles|opendir/;

export const encryptsInPlace: Check = function* (file) {
  const { source } = file.tree;
  if (!/createCipheriv|doFinal\(|\.encrypt\w*\(|\^\s*\w+|CipherOutputStream/.test(source)) return;
  if (!/createCipheriv|doFinal|Fernet|AES|ChaCha|Cipher|[Ee]ncrypt|[Rr]ansom/.test(source)) return;
  if (!walks.test(source)) return;
  if (
    !/homedir\(\)\s*[,;)\]]|expanduser\(\s*["']~["']\s*\)|Path\.home\(\)|listRoots|user\.home|ascii_uppercase|["'`]\/(?:home|Users|mnt|media|root)\/?["'`]|["'][A-Z]:[\\/]|USERPROFILE|Documents|Desktop/.test(
      source,
    )
  )
    return;
  const read = captured(
    source,
    /(?:readFileSync|readFile|readAllBytes|createReadStream|FileInputStream|open)\(\s*([\w.]+)|\b(\w+)\.read_bytes\(/g,
  );
  const changed = captured(
    source,
    /(?:writeFileSync|writeFile|Files\.write|FileOutputStream|renameSync|rename|unlinkSync|unlink|rmSync|os\.remove|os\.replace|Files\.delete(?:IfExists)?|Files\.move)\(\s*([\w.]+)|open\(\s*([\w.]+)\s*,\s*['"](?:wb|r\+b|rb\+|w)['"]|\b(\w+)\.(?:write_bytes|unlink|rename|delete)\(/g,
  );
  const first = file.tree.root.children.find((child) => child.named);
  if (first && [...read].some((name) => changed.has(name))) yield { node: first };
};

/** Characters; in a longer library, methods that have nothing to do with each other use the same names. */
const longestProgram = 40_000;

/** Files are gone through from the home folder or a root; each is overwritten and then removed. */
export const shredsEverything: Check = function* (file) {
  const { source } = file.tree;
  if (!walks.test(source) || source.length > longestProgram) return;
  if (
    !/homedir\(\)\s*[,;)\]]|expanduser\(\s*["']~["']\s*\)|Path\.home\(\)|listRoots|getRootDirectories|["']user\.home["']\)\s*[,;)]|["']\/(?:home|root)["']\s*[,)\]]|["'][A-Z]:[\\/]+["']/.test(
      source,
    )
  )
    return;
  const written = captured(
    source,
    /(?:writeFileSync|writeFile|truncateSync|Files\.write|FileOutputStream|RandomAccessFile)\(\s*([\w.]+)|open\(\s*([\w.]+)\s*,\s*['"](?:wb|r\+b|rb\+|w)['"]|\b(\w+)\.write_bytes\(/g,
  );
  const removed = captured(
    source,
    /(?:unlinkSync|unlink|rmSync|os\.remove|Files\.delete(?:IfExists)?)\(\s*([\w.]+)|\b(\w+)\.(?:unlink|delete)\(\)/g,
  );
  const first = file.tree.root.children.find((child) => child.named);
  if (first && [...removed].some((name) => written.has(name))) yield { node: first };
};

function captured(source: string, regex: RegExp): ReadonlySet<string> {
  return new Set([...source.matchAll(regex)].flatMap((found) => found.slice(1).filter((name) => name !== undefined)));
}
