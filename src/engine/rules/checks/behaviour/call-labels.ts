import type { SyntaxNode } from '../../../tree/syntax-tree.js';
import type { SourceFile } from '../../source-file.js';
import { clientModule, encoders, label } from './labels.js';

/** Literals that name files and addresses. */
export const textKinds = new Set([
  'string',
  'string_literal',
  'template_string',
  'interpreted_string_literal',
  'raw_string_literal',
  'verbatim_string_literal',
  'encapsed_string',
  'bare_string',
]);

/** The labels that a call's result has because of how it is called, beyond those of its callee's name alone. */
export function callLabels(file: SourceFile, call: SyntaxNode, callee: string, given: readonly SyntaxNode[]): number {
  const end = file.text(call).slice(-14);
  if (callee === 'require' && given.some((one) => clientModule.test(file.text(one)))) return label.received;
  if (callee === 'require' && given.some((one) => keyModule.test(file.text(one)))) return label.captured;
  if (/^(?:chr|bytes|bytearray)$/.test(callee) && file.text(call).slice(0, 200).includes('^')) return label.decoded;
  if (unpackers.test(callee) && given.some((one) => /^\(*[rb]{0,2}['"]/i.test(file.text(one)))) return label.decoded;
  if (/^chr$/.test(callee) && given.some((one) => /hexdec|ord\(|\^/.test(file.text(one)))) return label.decoded;
  if (encoders.test(callee)) return label.encoded;
  if (digests.test(callee)) return label.digest;
  if (inputs.test(callee)) return label.input;
  if (/(?:^|\.)(?:map|Select|map_err)$/.test(callee) && given.some((one) => undoes(file, one))) return label.decoded;
  if (callee === 'array_map' && given[0] && /strrev|str_rot13|base64_decode|hex2bin/.test(file.text(given[0])))
    return label.decoded;
  if (/^(?:file_get_contents|fopen)$/.test(callee) && given[0] && /^['"]php:\/\/input['"]$/.test(file.text(given[0])))
    return label.request;
  if (callee.endsWith('toString') && /\(['"](?:hex|base64|base64url)['"]\)$/.test(end)) return label.encoded;
  if (callee.endsWith('unpack1') && /['"]H\*['"]/.test(end)) return label.encoded;
  if (callee.endsWith('getCodeSource') || callee.endsWith('getResourceAsStream'))
    return namesOwnClass(file, callee, given) ? label.itself : 0;
  if (
    /^(?:file|file_get_contents|fopen|readfile|copy)$/.test(callee) &&
    given[0] &&
    /^['"](?:https?|ftp):\/\//.test(file.text(given[0]))
  )
    return label.received;
  if (callee.endsWith('const_get') && /Socket\b|Net::HTTP/.test(file.text(call))) return label.received;
  if (callee.endsWith('System.getenv') && given.length === 0) return label.environment;
  if (callee.endsWith('Buffer.from') && /,\s*['"](?:base64|hex)['"]\s*\)?$/.test(end)) return label.decoded;
  return 0;
}

/** Calls that give back what was packed: what is hidden when the text itself stands in the source. */
const unpackers = /^(?:marshal\.loads|(?:zlib|bz2|lzma|gzip)\.decompress)$/;
/** Modules that hand out every key that is pressed. */
const keyModule = /^['"](?:iohook|uiohook-napi|node-global-key-listener|keylogger\.js|win-keylogger)['"]$/;
const digests =
  /(?:^|\W)(?:sha\d\w*|md5\w*|blake\w*|createHash|createHmac|hexdigest|digest|crc32|Sum256|Sum512|Sum|ComputeHash|HashData|hash)$|Digest::\w+(?:\.\w+)?$|MessageDigest\.getInstance$/;
/** Calls that give the standard input of a program that was started. */
const inputs = /\.(?:getOutputStream|outputWriter|StdinPipe)$/;

/** A function that puts each piece together with a key. */
function undoes(file: SourceFile, fn: SyntaxNode): boolean {
  return file.grammar.functions.has(fn.kind) && file.text(fn).length < 200 && /\^/.test(file.text(fn));
}

function namesOwnClass(file: SourceFile, callee: string, [written]: readonly SyntaxNode[]): boolean {
  if (callee.endsWith('getCodeSource')) return true;
  const name = written ? /^"\/?(?:[\w/]+\/)?(\w+)\.class"$/.exec(file.text(written))?.[1] : undefined;
  return name !== undefined && new RegExp(`\\bclass ${name}\\b`).test(file.tree.source);
}
