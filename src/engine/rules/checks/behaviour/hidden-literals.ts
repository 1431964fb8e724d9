import type { Check } from '../../rule.js';
import type { SourceFile } from '../../source-file.js';
import { isString, stringContent } from '../../pattern/significant-children.js';
import { longestProgram } from './network.js';

/** What no program has a reason to hide: how code and commands are run, other programs changed, other machines reached. */
const telling = [
  'child_process',
  'java.lang.Runtime',
  'java.lang.ProcessBuilder',
  'System.Diagnostics',
  'getRuntime',
  '/bin/sh',
  '/bin/bash',
  '/dev/tcp/',
  'powershell',
  'cmd.exe',
  'Invoke-Expression',
  'DownloadString',
  'subprocess',
  'os.system',
  'shell_exec',
  'passthru',
  'VirtualAlloc',
  'VirtualProtect',
  'WriteProcessMemory',
  'CreateRemoteThread',
  'QueueUserAPC',
  'NtUnmapViewOfSection',
  'CreateProcess',
  'ShellExecute',
  'URLDownloadToFile',
  'LoadLibrary',
  'SetWindowsHookEx',
  'GetAsyncKeyState',
  'CurrentVersion\\Run',
  'authorized_keys',
  'Login Data',
  '.ssh/id_',
  'wallet.dat',
  'crontab',
  'base64 -d',
  'curl -s',
  'wget -q',
  'rm -rf /',
] as const;
/** Names too short to be found inside of anything: the whole of what was hidden. */
const whole =
  /^(?:exec|eval|system|popen|marshal|assert|spawn|Runtime|Process|socket|execve|os|sh|bash|cmd|builtins|__import__|loads|compile)$/;
const telltale = new RegExp(telling.map((word) => word.replace(/[\\.*/]/g, '\\$&')).join('|'));
/** A command line that fetches and runs. */
const fetching = /\b(?:curl|wget)\s[^\n]{4,200}\|\s*(?:ba|z)?sh?\b|^(?:https?|tcp|wss?):\/\/\d{1,3}(?:\.\d{1,3}){3}/;

/** Differences of neighbours: a shift by a fixed number leaves them as they are, and so does a fixed key their XOR. */
const shiftOf = (codes: readonly number[]): string => paired(codes, (a, b) => (b - a + 256) & 255);
const keyOf = (codes: readonly number[]): string => paired(codes, (a, b) => a ^ b);
const codesOf = (text: string): readonly number[] => Array.from(text, (char) => char.charCodeAt(0) & 255);

function paired(codes: readonly number[], by: (a: number, b: number) => number): string {
  let out = '';
  for (let at = 1; at < codes.length; at += 1) out += String.fromCharCode(by(codes[at - 1] ?? 0, codes[at] ?? 0));
  return out;
}

const shortestShifted = 8;
const moved = telling
  .filter((word) => word.length >= shortestShifted)
  .map((word) => ({ shift: shiftOf(codesOf(word)), key: keyOf(codesOf(word)) }));

/** Numbers of one byte, in a row. */
const numbers = /(?:0x[\da-fA-F]{1,2}|\d{1,3})(?:u8)?(?:\s*,\s*(?:0x[\da-fA-F]{1,2}|\d{1,3})(?:u8)?){5,400}/g;
const longestEncoded = 4000;
const longestMoved = 200;

/**
 * Names and commands that only show when a literal is decoded: base64, hexadecimal, backwards, ROT13, each character
 * moved by one number or combined with one key, whatever the language and whatever undoes it. Nothing of the program is
 * run: each literal is decoded in each way and looked at. Moves and keys need no trial, since the differences between
 * neighbours do not depend on them. `hidden: pieces`: what is put together from literals that say nothing each.
 */
export const hiddenLiterals: Check = function* (file, options) {
  const { tree } = file;
  if (tree.source.length > longestProgram) return;
  if (options['hidden'] === 'pieces') return yield* pieces(file);
  const rotates = file.holds(/rot_?13|n-za-m|[nN]opqrstuvwxyz/i);
  const decodes = file.holds(/base64|b64|atob|decode|unpack|fromhex|hex|\.from\(/i);
  const reverses = file.holds(/revers|::-1|strrev|rbegin|\.rev\(/i);
  const shifts = file.holds(
    /\bchr\(|fromCharCode|charCodeAt|\(char\)|\bas char\b|as u8|\bord\b|\^|byte|pack|codePoint|bytes/,
  );
  for (const node of tree.nodes) {
    if (!node.named || !isString(node)) continue;
    const text = stringContent(file.text(node));
    if (text.length < 4 || text.length > longestEncoded || telltale.test(text)) continue;
    const found =
      (decodes && ofBytes(text).some((one) => tells(one))) ||
      (reverses && tells([...text].toReversed().join(''))) ||
      (rotates && tellsAll(rotated(text))) ||
      (shifts && text.length <= longestMoved && isMoved(codesOf(text)));
    if (found) yield { node };
  }
  for (const { 0: list, index } of tree.source.matchAll(numbers)) {
    const codes = list.split(',').map((one) => Number(one.replace('u8', '').trim()));
    if (codes.some((code) => code > 255)) continue;
    if (!tells(String.fromCharCode(...codes)) && !isMoved(codes)) continue;
    const node = tree.nodes.findLast((one) => one.named && one.start <= index && one.end >= index + list.length);
    if (node) yield { node };
  }
};

function tells(text: string): boolean {
  return telltale.test(text) || fetching.test(text);
}

function tellsAll(text: string): boolean {
  return whole.test(text) || tells(text);
}

function isMoved(codes: readonly number[]): boolean {
  if (codes.length < shortestShifted) return false;
  const [shift, key] = [shiftOf(codes), keyOf(codes)];
  return moved.some((word) => shift.includes(word.shift) || key.includes(word.key));
}

function ofBytes(text: string): readonly string[] {
  const found: string[] = [];
  if (text.length >= 8 && /^[\w+/-]+={0,2}$/.test(text)) found.push(Buffer.from(text, 'base64').toString('latin1'));
  if (text.length >= 8 && text.length % 2 === 0 && /^(?:0x)?[\da-fA-F]+$/.test(text))
    found.push(Buffer.from(text.replace(/^0x/, ''), 'hex').toString('latin1'));
  return found;
}

function rotated(text: string): string {
  return text.replace(/[a-z]/gi, (letter) => {
    const first = letter <= 'Z' ? 65 : 97;
    return String.fromCharCode(((letter.charCodeAt(0) - first + 13) % 26) + first);
  });
}

/** Literals with nothing but commas, operators and quotes between them. */
const row =
  /(["'])(?:(?!\1)[^\\\n]|\\.){1,40}\1(?:(?:\s*(?:[,+.]|<<)\s*|\s+)(["'])(?:(?!\2)[^\\\n]|\\.){1,40}\2){1,40}/g;
const piece = /(["'])((?:(?!\1)[^\\\n]|\\.)*)\1/g;
const least = 2;

function* pieces(file: SourceFile): ReturnType<Check> {
  const { tree } = file;
  for (const { 0: list, index } of tree.source.matchAll(row)) {
    const parts = [...list.matchAll(piece)].map(([, , part = '']) => part.replaceAll('\\\\', '\\'));
    const joined = parts.join('');
    const hidden = telling.find((word) => joined.includes(word) && !parts.some((part) => part.includes(word)));
    if (hidden === undefined || parts.length < least || isPath(hidden, parts)) continue;
    const node = tree.nodes.findLast((one) => one.named && one.start <= index && one.end >= index + list.length);
    if (node) yield { node };
  }
}

/** Where the seams are those of a path or between words, nothing is cut apart. */
function isPath(word: string, parts: readonly string[]): boolean {
  if (!/[\s/\\]/.test(word)) return false;
  return parts.some((part) => /^[\s/\\]|[\s/\\]$/.test(part) && word.includes(part.trim()) && part.trim().length > 1);
}
