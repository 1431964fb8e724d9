import { callArguments } from '../../call-arguments.js';
import type { SyntaxNode } from '../../../tree/syntax-tree.js';
import type { Check } from '../../rule.js';
import type { SourceFile } from '../../source-file.js';

const received = /from_(?:be|le|ne)_bytes|read_u(?:16|32|64)|get_u(?:16|32|64)|\.parse(?:::<[^>]*>)?\(/;

/** `vec![0; len]`, `Vec::with_capacity(len)` with a length that was received and compared with nothing. */
export const lengthFromOutside: Check = function* (file) {
  for (const { node, length } of allocations(file)) {
    const fn = file.enclosingFunction(node);
    const name = /^\(?([a-z_]\w*)(?:\s+as\s+usize)?\)?$/.exec(length.trim())?.[1];
    if (!fn || name === undefined) continue;
    const before = file.tree.source.slice(fn.start, node.start);
    const [, given] = new RegExp(`\\blet\\s+(?:mut\\s+)?${name}\\s*(?::[^=;]*)?=([^;]*);`).exec(before) ?? [];
    if (given === undefined || !received.test(given) || isBounded(before, name)) continue;
    yield {
      node,
      message: `${name} was received and can be anything: whoever sends it decides how much memory this takes. Compare it with a limit first.`,
    };
  }
};

function* allocations(file: SourceFile): Generator<{ node: SyntaxNode; length: string }> {
  for (const macro of file.tree.byKind('macro_invocation')) {
    const [, length] = /^vec!\s*\[[^;\][]*;\s*([^\][;]+)\]$/.exec(file.text(macro).slice(0, 200)) ?? [];
    if (length !== undefined) yield { node: macro, length };
  }
  for (const call of [
    ...file.tree.callsTo('with_capacity'),
    ...file.tree.callsTo('reserve'),
    ...file.tree.callsTo('resize'),
  ]) {
    const [length] = callArguments(file, call);
    if (length && length.end - length.start < 100) yield { node: call, length: file.text(length) };
  }
}

export function isBounded(before: string, name: string): boolean {
  return new RegExp(
    `\\b${name}\\s*(?:as\\s+\\w+\\s*)?[<>]|[<>]=?\\s*${name}\\b|\\b${name}\\s*\\.(?:min|clamp)\\(|\\b${name}\\s*=[^;=]*\\.(?:min|clamp)\\(|assert\\w*!\\([^;]*\\b${name}\\b|contains\\(&${name}\\)`,
  ).test(before);
}

/** A product of two parameters that says how much is allocated, and may have wrapped around. */
export const productAllocated: Check = function* (file) {
  for (const { node, length } of allocations(file)) {
    const fn = file.enclosingFunction(node);
    if (!fn) continue;
    const before = file.tree.source.slice(fn.start, node.start);
    const direct = /^\(?\s*(\w+)\s*\*\s*(\w+)\s*\)?(?:\s+as\s+usize)?$/.exec(length.trim());
    const local = /^\(?([a-z_]\w*)(?:\s+as\s+usize)?\)?$/.exec(length.trim())?.[1];
    const named =
      local === undefined
        ? null
        : new RegExp(`\\blet\\s+(?:mut\\s+)?${local}\\s*(?::\\s*\\w+\\s*)?=\\s*(\\w+)\\s*\\*\\s*(\\w+)\\s*;`).exec(
            before,
          );
    const [, left, right] = direct ?? named ?? [];
    if (left === undefined || right === undefined) continue;
    const parameters = file.text(file.field(fn, 'parameters') ?? fn);
    const areSmall = [left, right].every((name) => new RegExp(`\\b${name}\\s*:\\s*[ui](?:16|32)\\b`).test(parameters));
    if (!areSmall || /checked_mul|saturating_mul/.test(before) || isBounded(before, left) || isBounded(before, right))
      continue;
    yield {
      node: named
        ? (file.tree.byKind('let_declaration').find((one) => one.start === fn.start + named.index) ?? node)
        : node,
      message: `${left} * ${right} wraps around in a release build, and less is allocated than is used. Use checked_mul, or multiply as usize.`,
    };
  }
};

/** `total as u16` of a parameter that is wider and was compared with nothing. */
export const narrowingCast: Check = function* (file) {
  for (const cast of file.tree.byKind('type_cast_expression')) {
    const value = file.field(cast, 'value');
    const type = file.field(cast, 'type');
    if (value?.kind !== 'identifier' || !type || !/^[iu](?:8|16)$/.test(file.text(type))) continue;
    const fn = file.enclosing(cast, new Set(['function_item']));
    const name = file.text(value);
    const parameters = fn ? file.field(fn, 'parameters') : null;
    if (
      !fn ||
      !parameters ||
      !new RegExp(`\\b${name}\\s*:\\s*(?:[iu](?:32|64|128|size))\\b`).test(file.text(parameters))
    )
      continue;
    const before = file.tree.source.slice(fn.start, cast.start);
    if (isBounded(before, name) || new RegExp(`\\b${name}\\s*(?:>>|&|%|=[^=]|\\.\\.)|match\\s+${name}\\b`).test(before))
      continue;
    yield { node: cast };
  }
};

/** `ITEMS[q.index]` in a handler: the request chooses, and an index behind the end panics. */
export const indexFromRequest: Check = function* (file) {
  for (const access of file.tree.byKind('index_expression')) {
    const [object, key] = file.named(access);
    const fn = object && key ? file.enclosing(access, new Set(['function_item'])) : null;
    const parameters = fn ? file.field(fn, 'parameters') : null;
    if (!fn || !key || !parameters || !/^[\w.]+$/.test(file.text(key))) continue;
    const given = file.text(parameters);
    const bound = [
      ...given.matchAll(
        /\b(?:Query|Path|Json|Form)\(\s*(?:mut\s+)?(\w+)\s*\)|(\w+)\s*:\s*(?:web::)?(?:Query|Path|Json|Form)</g,
      ),
    ].map(([, destructured, named]) => destructured ?? named ?? '');
    const text = file.text(key);
    const root = text.split('.', 1)[0] ?? text;
    if (!bound.includes(root) || isBounded(file.tree.source.slice(fn.start, access.start), text.replaceAll('.', '\\.')))
      continue;
    yield { node: access };
  }
};
