import { callArguments } from '../../call-arguments.js';
import type { SyntaxNode } from '../../../tree/syntax-tree.js';
import type { Check } from '../../rule.js';
import type { SourceFile } from '../../source-file.js';

const secret =
  /priv(?:ate)?(?:[_A-Z]|\b)|Private|secret|passw|credential|\btoken|Token|\.key"|id_(?:rsa|ed25519)|seed\b|mnemonic/;
const open = /\bpub(?:lic)?\b|Public|\.pub"|\bcert|Cert|\.crt"/;
const makesKeys = /\b(?:ed25519|rsa|ecdsa|ecdh)\.\w*|MarshalPKCS\w+PrivateKey|MarshalECPrivateKey|PRIVATE KEY/;

/** A private key, a token or a password in a file that others on the machine may read. */
export const secretReadableByAll: Check = function* (file) {
  for (const name of ['WriteFile', 'OpenFile', 'Chmod']) {
    for (const call of file.tree.callsTo(name)) {
      const fn = file.enclosingFunction(call);
      const list = callArguments(file, call);
      const mode = list.at(-1);
      if (!fn || !mode || list.length < 2 || !/^(?:os|ioutil)\./.test(file.text(call))) continue;
      const bits = modeOf(file, fn, call, file.text(mode));
      if (bits === null || (bits & 0o044) === 0) continue;
      const written = list.slice(0, -1).map((one) => resolved(file, fn, call, file.text(one)));
      if (!isSecret(file, fn, written)) continue;
      yield {
        node: call,
        message: `Everybody on the machine may read this secret (mode ${bits.toString(8).padStart(4, '0')}). Write it with 0600.`,
      };
    }
  }
};

function isSecret(file: SourceFile, fn: SyntaxNode, written: readonly string[]): boolean {
  const text = written.join('\n');
  if (secret.test(text)) return !written.some((one) => open.test(one) && !secret.test(one));
  // `key` alone may be any key; where keys are made it is one of those.
  return (
    /\bkey\b|Key\b/.test(text) && !open.test(text) && makesKeys.test(file.text(fn)) && /[pP]riv/.test(file.text(fn))
  );
}

/** A mode as it is written: `0644`, `os.FileMode(0o644)`, a name that stands for one; null for anything else. */
function modeOf(file: SourceFile, fn: SyntaxNode, call: SyntaxNode, text: string): number | null {
  const plain = /^(?:(?:os|fs)\.FileMode\()?\s*(0o?[0-7]{3,4})\s*\)?$/.exec(text)?.[1];
  if (plain !== undefined) return Number.parseInt(plain.replace(/^0o?/, ''), 8);
  if (!/^[a-zA-Z_]\w*$/.test(text)) return null;
  const written = new RegExp(
    `\\b${text}\\s*(?:(?:os|fs)\\.FileMode\\s*)?:?=\\s*((?:(?:os|fs)\\.FileMode\\()?\\s*0o?[0-7]{3,4}\\s*\\)?)`,
  );
  const value = written.exec(file.tree.source.slice(fn.start, call.start))?.[1] ?? written.exec(file.tree.source)?.[1];
  return value === undefined ? null : modeOf(file, fn, call, value.trim());
}

/** An argument with what its variables were made of, two steps back. */
function resolved(file: SourceFile, fn: SyntaxNode, call: SyntaxNode, text: string): string {
  const before = file.tree.source.slice(fn.start, call.start);
  let found = text.slice(0, 300);
  for (let step = 0; step < 2; step += 1) {
    const names = new Set(found.match(/(?<![.\w"])[a-z]\w*(?![\w(."])/g) ?? []);
    for (const name of [...names].slice(0, 8)) {
      const value = new RegExp(`\\b${name}(?:\\s*,\\s*\\w+)*\\s*:?=\\s*([^\\n]{1,200})`).exec(before)?.[1];
      if (value !== undefined && !found.includes(value)) found += `\n${value}`;
    }
  }
  return found;
}
