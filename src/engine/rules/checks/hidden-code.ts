import type { SyntaxNode } from '../../tree/syntax-tree.js';
import { stringContent } from '../pattern/significant-children.js';
import type { Check } from '../rule.js';
import type { SourceFile } from '../source-file.js';

/** What hidden text is hidden for: running something, or fetching what is run. */
const telltale =
  /\b(require\s*\(|child_process|eval\s*\(|execSync|exec\s*\(|spawn\s*\(|new Function|subprocess|os\.system|__import__|powershell|cmd\.exe|\/bin\/(ba)?sh)|\b(curl|wget)\s+\S*https?:|\|\s*(ba)?sh\b/i;
const executes =
  /\b(eval|exec|execSync|Function|runInThisContext|spawn|require|execScript|fork|system|popen|Popen|Runtime)\b|\[[^\]]+\]\s*\(/;

const longestText = 200_000;

/**
 * Text that means nothing until it is decoded and then runs something: base64, hex and escapes are
 * decoded and looked at. Data URLs and source maps are left alone; so is encoded text that holds no commands.
 */
export const hiddenCode: Check = function* (file) {
  if (!file.holds(executes)) return;
  for (const { node, text } of hiddenTexts(file)) {
    if (telltale.test(text)) yield { node };
  }
};

function* hiddenTexts(file: SourceFile): Generator<{ node: SyntaxNode; text: string }> {
  for (const kind of ['string', 'string_literal', 'template_string']) {
    for (const node of file.tree.byKind(kind)) {
      const written = stringContent(file.text(node));
      if (written.length < 24 || written.length > longestText) continue;
      const text = decoded(written);
      if (text !== null) yield { node, text };
    }
  }
}

/** `String.fromCharCode(99, 104, …)` that spells a command or the module that runs one. */
export const spelledCommand: Check = function* (file) {
  for (const call of file.tree.callsTo('fromCharCode')) {
    const codes = file.text(call).match(/\b(0x[0-9a-f]+|\d+)\b/gi) ?? [];
    if (codes.length >= 6 && telltale.test(String.fromCharCode(...codes.slice(0, 4000).map(Number))))
      yield { node: call };
  }
};

function decoded(written: string): string | null {
  // Escapes of ordinary letters: `\x65\x76\x61\x6c`.
  if (/^(?:\\x[0-9a-fA-F]{2}){6,}/.test(written)) return fromHex(written.replaceAll('\\x', ''));
  if (/^[0-9a-fA-F]+$/.test(written) && written.length % 2 === 0) return fromHex(written);
  if (/^[A-Za-z0-9+/]+={0,2}$/.test(written)) return Buffer.from(written, 'base64').toString('latin1');
  return null;
}

function fromHex(digits: string): string {
  return Buffer.from(digits, 'hex').toString('latin1');
}

/** The table of names and the shifted indexes that obfuscators leave behind. */
export const obfuscatedNames: Check = function* (file) {
  const names = new Set(file.tree.source.match(/\b_0x[0-9a-f]{2,8}\b/g) ?? []);
  const first = file.tree.root.children.find((child) => child.named);
  if (!first || names.size < 4) return;
  if (file.holds(/\(\s*-?0x[0-9a-f]+\s*[,)]|\\x[0-9a-f]{2}\\x[0-9a-f]{2}|\(['"]0x[0-9a-f]+['"]\)/))
    yield { node: first };
};

const runners = ['exec', 'execSync', 'eval', 'Function', 'runInThisContext', 'runInNewContext', '_compile', 'spawn'];

/** What another machine sent is run: `res.on('data', d => s += d)`, `await r.text()`, then `exec(s)` or `eval(s)`. */
export const downloadedCode: Check = function* (file) {
  const { source } = file.tree;
  if (
    !/\b(https?['"]?\)?\.(get|request)|fetch|axios|got|net['"]?\)?\.(connect|Socket|createConnection)|WebSocket|XMLHttpRequest|needle|request)\b/.test(
      source,
    )
  )
    return;
  for (const name of runners) {
    for (const call of file.tree.callsTo(name)) {
      const list = file.field(call, 'arguments');
      const argument = list ? file.named(list).at(name === 'Function' ? -1 : 0) : undefined;
      const variable = argument
        ? /^\(?(?:String\(|Buffer\.concat\()?(\w+)\)?(?:\.toString\([^)]*\)|\.trim\(\)|\.data|\.body|\.responseText| \+ ['"]{2})*\)*$/.exec(
            file.text(argument),
          )?.[1]
        : undefined;
      if (variable !== undefined && isReceived(source, variable, argument ? file.text(argument) : ''))
        yield { node: call };
    }
  }
};

/** Whether a response is gathered in the variable; a server's own request (`req.on`) is somebody else's business. */
function isReceived(source: string, name: string, argument: string): boolean {
  const gathered = new RegExp(
    `\\b(?!req\\b|request\\b)\\w+\\.on\\(\\s*['"]data['"]\\s*,\\s*(?:function\\s*)?\\(?\\s*(\\w+)[^)]*\\)?\\s*(?:=>)?\\s*\\{?\\s*(?:return\\s*)?(?:${name}\\s*\\+=|${name}\\.push\\()`,
  );
  const awaited = new RegExp(
    `\\b${name}\\s*=\\s*(?:\\(?await\\b[^;\\n]*(?:\\.text\\(\\)|\\.data\\b|\\bgot\\(|\\bfetch\\()|\\w+\\.responseText)`,
  );
  const chained = new RegExp(
    `\\.then\\(\\s*\\(?\\w+\\)?\\s*=>\\s*\\w+\\.text\\(\\)\\s*\\)\\s*\\.then\\(\\s*(?:async\\s*)?\\(?\\s*${name}\\b`,
  );
  const pushed = new RegExp(
    `\\b(?!req\\b|request\\b|process\\.stdin)(?:c|s|sock|socket|client|ws|conn|connection|res|resp|response|stream|\\))\\.on\\(\\s*['"](?:data|message)['"]\\s*,\\s*(?:async\\s*)?(?:function\\s*)?\\(?\\s*${name}\\b`,
  );
  return (
    gathered.test(source) ||
    awaited.test(source) ||
    chained.test(source) ||
    pushed.test(source) ||
    (/\.(data|responseText)$/.test(argument) && new RegExp(`\\b(axios|got|needle)\\b[^;]*\\b${name}\\b`).test(source))
  );
}
