import { callArguments } from '../../call-arguments.js';
import type { SyntaxNode } from '../../../tree/syntax-tree.js';
import type { Check } from '../../rule.js';
import type { SourceFile } from '../../source-file.js';

/** Functions of the file that give one pointer, which may be nil. */
function nilGivers(file: SourceFile): ReadonlySet<string> {
  const found = new Set<string>();
  for (const fn of [...file.tree.byKind('function_declaration'), ...file.tree.byKind('method_declaration')]) {
    const name = file.field(fn, 'name');
    const result = file.field(fn, 'result');
    const body = file.field(fn, 'body');
    if (!name || !body || result?.kind !== 'pointer_type') continue;
    const returns = file.descendants(body, new Set(['return_statement']), new Set(['func_literal']));
    if (returns.some((one) => /^return\s+nil$/.test(file.text(one)) && !isNilInNilOut(file, one)))
      found.add(file.text(name));
  }
  return found;
}

/** `if base == nil { return nil }`: who brings something gets something. */
function isNilInNilOut(file: SourceFile, exit: SyntaxNode): boolean {
  const branch = file.enclosing(exit, new Set(['if_statement']), file.grammar.functions);
  const condition = branch ? file.field(branch, 'condition') : null;
  return condition !== null && /^\w+\s*==\s*nil(?:\s*(?:&&|\|\|)\s*\w+\s*==\s*nil)*$/.test(file.text(condition));
}

/** `u := find(name); u.Name` where find may return nil. */
export const nilResultUsed: Check = function* (file) {
  let givers: ReadonlySet<string> | null = null;
  for (const declaration of file.tree.byKind('short_var_declaration')) {
    const [, name, called] = /^(\w+)\s*:=\s*(?:[\w.]+\.)?(\w+)\(/.exec(file.text(declaration).slice(0, 200)) ?? [];
    const fn = file.enclosingFunction(declaration);
    if (name === undefined || called === undefined || name === '_' || !fn) continue;
    givers ??= nilGivers(file);
    if (!givers.has(called)) continue;
    const rest = file.tree.source.slice(declaration.end, fn.end);
    const use = new RegExp(`\\b${name}\\.\\w+`).exec(rest);
    if (!use) continue;
    const before = rest.slice(0, use.index);
    if (
      new RegExp(
        `\\b${name}\\s*[!=]=\\s*nil|\\b${name}\\s*=[^=]|(?:require|assert)\\.\\w+\\([^\\n]*\\b${name}\\b`,
      ).test(before)
    )
      continue;
    const node = file
      .descendants(fn, new Set(['selector_expression']))
      .find((one) => one.start === declaration.end + use.index);
    if (!node) continue;
    yield {
      node,
      message: `${called} returns nil when there is nothing to give, and ${name} is used without asking. Compare it with nil first.`,
    };
  }
};

const parsed = /strconv\.(?:Atoi|ParseInt|ParseUint)\(|binary\.(?:Big|Little)Endian\.Uint(?:16|32|64)\(/;

/** A number that was parsed from what somebody sent, before anything compared it with a limit. */
function uncompared(file: SourceFile, fn: SyntaxNode, place: SyntaxNode, text: string): string | null {
  const [, name] = /^(?:u?int(?:32|64)?\()?([a-z]\w*)\)?$/.exec(text) ?? [];
  if (name === undefined) return null;
  const before = file.tree.source.slice(fn.start, place.start);
  const [, given] = new RegExp(`\\b${name}(?:,\\s*\\w+)?\\s*:?=([^\\n]*)`).exec(before) ?? [];
  if (given === undefined || !parsed.test(given)) return null;
  return new RegExp(
    `\\b${name}\\s*[<>]|[<>]=?\\s*(?:u?int(?:32|64)?\\()?${name}\\b|\\bmin\\([^\\n]*\\b${name}\\b|\\b${name}\\s*(?:%|&)=?|switch\\s+${name}\\b|\\b${name}\\s*=[^=]`,
  ).test(before.slice(before.lastIndexOf(given)))
    ? null
    : name;
}

/** `days[n]` with n parsed from the request and compared with nothing. */
export const indexFromText: Check = function* (file) {
  if (!file.holds(parsed)) return;
  for (const access of file.tree.byKind('index_expression')) {
    const key = file.field(access, 'index');
    const object = file.field(access, 'object') ?? file.named(access)[0];
    const fn = file.enclosingFunction(access);
    if (!key || !object || !fn) continue;
    const name = uncompared(file, fn, access, file.text(key));
    if (name === null || isMap(file, file.text(object))) continue;
    yield {
      node: access,
      message: `${name} is a number that was sent and can lie outside of ${file.text(object)}: the program panics. Compare it with 0 and len(${file.text(object)}) first.`,
    };
  }
};

function isMap(file: SourceFile, object: string): boolean {
  const name = object.slice(object.lastIndexOf('.') + 1).replace(/\W/g, '');
  return (
    name === '' ||
    new RegExp(`\\b${name}\\b[^\\n]{0,40}map\\[`).test(file.tree.source) ||
    !new RegExp(`\\b${name}\\b[^\\n]{0,20}(?:\\[\\d*\\]|\\[\\.\\.\\.\\]|string\\b)|\\b${name}\\s*:?=`).test(
      file.tree.source,
    )
  );
}

/** `make([]byte, n)` with n that was sent and compared with nothing. */
export const sizeFromText: Check = function* (file) {
  if (!file.holds(parsed)) return;
  for (const call of file.tree.callsTo('make')) {
    const fn = file.enclosingFunction(call);
    const length = callArguments(file, call).at(-1);
    if (!fn || !length || callArguments(file, call).length < 2) continue;
    const name = uncompared(file, fn, call, file.text(length));
    if (name === null) continue;
    yield {
      node: call,
      message: `${name} is a number that was sent: whoever sends it decides how much memory this takes. Compare it with a limit first.`,
    };
  }
};

/** A nonce that is made and never filled: it is all zeros, for every message. */
export const unfilledNonce: Check = function* (file) {
  if (!file.tree.source.includes('crypto/cipher')) return;
  const calls = ['Seal', 'NewCBCEncrypter', 'NewCTR', 'NewCFBEncrypter', 'NewOFB'].flatMap((name) =>
    file.tree.callsTo(name),
  );
  for (const call of calls) {
    const nonce = callArguments(file, call)[1];
    const fn = file.enclosingFunction(call);
    if (!nonce || !fn || nonce.kind !== 'identifier') continue;
    const name = file.text(nonce);
    const before = file.tree.source.slice(fn.start, call.start);
    if (
      !new RegExp(
        `\\b${name}\\s*:?=\\s*make\\(|\\bvar\\s+${name}\\s+\\[|\\b${name}\\s*:=\\s*\\[\\d+\\]byte\\{\\}`,
      ).test(before)
    )
      continue;
    const filled = new RegExp(
      `[(,]\\s*${name}(?:\\[[^\\]]*\\])?\\s*\\)|\\b${name}\\[[^\\]]*\\]\\s*(?:=[^=]|\\^=|\\+\\+)|[(,]\\s*${name}(?:\\[[^\\]]*\\])?\\s*,`,
    );
    if (!filled.test(before)) yield { node: call };
  }
};
