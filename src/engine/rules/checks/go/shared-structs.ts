import type { SyntaxNode } from '../../../tree/syntax-tree.js';
import type { Check } from '../../rule.js';
import type { SourceFile } from '../../source-file.js';

interface Method {
  readonly name: string;
  readonly receiver: string;
  readonly node: SyntaxNode;
  readonly body: SyntaxNode;
  readonly text: string;
}

/** Methods by the name of their receiver's type, where the receiver is a pointer. */
function methodsByType(file: SourceFile): ReadonlyMap<string, readonly Method[]> {
  const found = new Map<string, Method[]>();
  for (const node of file.tree.byKind('method_declaration')) {
    const receiver = file.field(node, 'receiver');
    const name = file.field(node, 'name');
    const body = file.field(node, 'body');
    const [, own, type] = receiver ? (/^\(\s*(\w+)\s+\*(\w+)/.exec(file.text(receiver)) ?? []) : [];
    if (!name || !body || own === undefined || type === undefined) continue;
    const list = found.get(type) ?? [];
    list.push({ name: file.text(name), receiver: own, node, body, text: file.text(body) });
    found.set(type, list);
  }
  return found;
}

/** `mu sync.Mutex` and the other fields of the structures that have one. */
function lockedStructs(
  file: SourceFile,
): ReadonlyMap<string, { locks: readonly string[]; fields: ReadonlyMap<string, string> }> {
  const found = new Map<string, { locks: string[]; fields: Map<string, string> }>();
  for (const spec of file.tree.byKind('type_spec')) {
    const name = file.field(spec, 'name');
    const type = file.field(spec, 'type');
    if (!name || type?.kind !== 'struct_type' || !/sync\.(?:RW)?Mutex/.test(file.text(type))) continue;
    const locks: string[] = [];
    const fields = new Map<string, string>();
    for (const line of file.descendants(type, new Set(['field_declaration']))) {
      const text = file.text(line);
      const [, field, written] = /^(\w+)\s+([^]*)$/.exec(text) ?? [];
      if (/^\*?sync\.(?:RW)?Mutex$/.test(text)) locks.push('');
      else if (field !== undefined && written !== undefined && /^\*?sync\.(?:RW)?Mutex/.test(written))
        locks.push(field);
      else if (field !== undefined && written !== undefined) fields.set(field, written);
    }
    found.set(file.text(name), { locks, fields });
  }
  return found;
}

function locks({ receiver, text }: Method, names: readonly string[]): boolean {
  return names.some((name) => new RegExp(`\\b${receiver}\\.${name === '' ? '' : `${name}\\.`}R?Lock\\(\\)`).test(text));
}

/** A field that one method touches under the structure's lock, and another changes without. */
export const lockedElsewhere: Check = function* (file) {
  if (!file.holds(/sync\.(?:RW)?Mutex/)) return;
  const methods = methodsByType(file);
  for (const [type, struct] of lockedStructs(file)) {
    const own = methods.get(type) ?? [];
    const holders = own.filter((method) => locks(method, struct.locks));
    if (holders.length === 0) continue;
    for (const method of own) {
      if (
        locks(method, struct.locks) ||
        /Lock\(\)|atomic\.|\.Do\(|[lL]ocked|[uU]nsafe/.test(`${method.text}${method.name}`)
      )
        continue;
      if (/^(?:init|Init|reset|Reset|setup|Close|close)/.test(method.name) || callsLocked(file, holders, method))
        continue;
      const write = writeOf(file, method, struct.fields, holders);
      if (!write) continue;
      yield {
        node: write.node,
        message: `${write.field} is guarded by a lock in another method, and changed here without it: writes are lost, and a map stops the program. Take the same lock here.`,
      };
    }
  }
};

/** A field that is changed under `RLock`, which any number of goroutines hold at once. */
export const changedUnderReadLock: Check = function* (file) {
  if (!/\.RLock\(\)/.test(file.tree.source)) return;
  const methods = methodsByType(file);
  for (const [type, struct] of lockedStructs(file)) {
    const own = methods.get(type) ?? [];
    const holders = own.filter((method) => locks(method, struct.locks));
    for (const method of holders) {
      if (!/\.RLock\(\)/.test(method.text) || /\.Lock\(\)|atomic\.|\.Do\(/.test(method.text)) continue;
      const write = writeOf(file, method, struct.fields, holders);
      if (!write || !isHeldAt(method, struct.locks, write.node.start - method.body.start)) continue;
      yield {
        node: write.node,
        message: `${write.field} is changed here under RLock, which any number of goroutines hold at once: writes are lost, and a map stops the program. Take Lock to write.`,
      };
    }
  }
};

/** Between `RLock` and the next `RUnlock` that is not deferred. */
function isHeldAt({ receiver, text }: Method, names: readonly string[], at: number): boolean {
  return names.some((name) => {
    const lock = `${receiver}.${name === '' ? '' : `${name}.`}`;
    const taken = text.lastIndexOf(`${lock}RLock()`, at);
    const between = text.slice(taken, at);
    return taken >= 0 && !between.replaceAll(`defer ${lock}RUnlock()`, '').includes(`${lock}RUnlock()`);
  });
}

/** Called by somebody who holds a lock. */
function callsLocked(file: SourceFile, holders: readonly Method[], { name }: Method): boolean {
  const calls = new RegExp(`\\.${name}\\(`);
  if (holders.some(({ text }) => calls.test(text))) return true;
  return [...file.tree.byKind('function_declaration'), ...file.tree.byKind('method_declaration')].some((fn) => {
    const text = file.text(fn);
    return calls.test(text) && /\.R?Lock\(\)/.test(text);
  });
}

function writeOf(
  file: SourceFile,
  { receiver, body }: Method,
  fields: ReadonlyMap<string, string>,
  holders: readonly Method[],
): { node: SyntaxNode; field: string } | null {
  const kinds = new Set(['inc_statement', 'dec_statement', 'assignment_statement', 'call_expression']);
  for (const node of file.descendants(body, kinds)) {
    const text = file.text(node).slice(0, 200);
    const [, deleted] = new RegExp(`^delete\\(\\s*${receiver}\\.(\\w+)\\s*,`).exec(text) ?? [];
    const [, written, rest = ''] =
      new RegExp(
        `^${receiver}\\.(\\w+)(\\[[^=]*\\]\\s*(?:\\+\\+|--|[-+*/|&]?=[^=])|\\s*(?:\\+\\+|--|[-+]=[^=]|=\\s*append\\())`,
      ).exec(text) ?? [];
    const field = deleted ?? written;
    if (field === undefined) continue;
    const type = fields.get(field) ?? '';
    const isKept = type.startsWith('map[') || (rest.startsWith('[') ? false : /^(?:u?int|float|\[\])/.test(type));
    // A list that others only read may be complete before they start.
    const isList = type.startsWith('[]');
    const isShared = holders.some((other) =>
      new RegExp(`\\b${other.receiver}\\.${field}\\b${isList ? '\\s*=[^=]' : ''}`).test(other.text),
    );
    if (!isKept || !isShared) continue;
    return { node, field };
  }
  return null;
}

/** A method that holds the lock calls another one of the same object that takes it again. */
export const lockedTwice: Check = function* (file) {
  if (!file.holds(/sync\.(?:RW)?Mutex/)) return;
  const methods = methodsByType(file);
  for (const [type, struct] of lockedStructs(file)) {
    const own = methods.get(type) ?? [];
    const holders = own.filter((method) => locks(method, struct.locks));
    for (const method of holders) {
      const held = /\bdefer\s+\w+(?:\.\w+)?\.Unlock\(\)/.exec(method.text);
      if (!held) continue;
      for (const call of file.descendants(
        method.body,
        new Set(['call_expression']),
        new Set(['func_literal', 'go_statement']),
      )) {
        if (call.start < method.body.start + held.index) continue;
        const [, name] = new RegExp(`^${method.receiver}\\.(\\w+)\\(`).exec(file.text(call).slice(0, 100)) ?? [];
        const other = holders.find((one) => one.name === name && one.node !== method.node);
        if (!other || !sharesLock(method, other, struct.locks)) continue;
        yield {
          node: call,
          message: `The lock is held here, and ${other.name} takes it again: the goroutine waits for itself for ever. Move the work into a function that expects the lock to be held.`,
        };
        break;
      }
    }
  }
};

function sharesLock(one: Method, other: Method, names: readonly string[]): boolean {
  return names.some((name) => {
    const lock = (receiver: string): RegExp =>
      new RegExp(`\\b${receiver}\\.${name === '' ? '' : `${name}\\.`}Lock\\(\\)`);
    return (
      lock(one.receiver).test(one.text) &&
      new RegExp(`\\b${other.receiver}\\.${name === '' ? '' : `${name}\\.`}R?Lock\\(\\)`).test(other.text)
    );
  });
}
