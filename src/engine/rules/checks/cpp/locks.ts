import type { SyntaxNode } from '../../../tree/syntax-tree.js';
import type { Check } from '../../rule.js';
import type { SourceFile } from '../../source-file.js';
import { classesOf, fieldsOf, type CppClass, type Method } from './classes.js';
import { type LockedPlace, lockedPlaces } from './locked-places.js';

const locking =
  /\b(?:lock_guard|scoped_lock|unique_lock|shared_lock)\b[^;(){}]{0,80}?[({]\s*(?:this->)?(\w+)|\b(\w+)\s*(?:\.|->)\s*(?:lock|lock_shared)\s*\(\)|\b(?:pthread_mutex_lock|mtx_lock)\s*\(\s*&\s*(?:this->)?(\w+)|\bMutexLocker\b[^;(){}]{0,40}[({]\s*&?(\w+)/g;
const containers =
  /\b(?:map|set|vector|deque|list|queue|stack|unordered_map|unordered_set|multimap|string|int|long|unsigned|size_t|double|float|u?int\d+_t)\b/;

/** The mutexes that a function's own text locks. */
function locksOf(text: string): readonly string[] {
  return [...text.matchAll(locking)].flatMap(([, ...names]) => names.filter((name) => name !== undefined));
}

/** A field that is touched under a lock, and changed without it: by another method, or behind the lock's block. */
export const lockedElsewhere: Check = function* (file) {
  if (!file.holds(/mutex/i)) return;
  for (const one of classesOf(file)) {
    const fields = fieldsOf(file, one);
    const mutexes = [...fields].filter(([, text]) => /mutex/i.test(text)).map(([name]) => name);
    if (mutexes.length === 0) continue;
    const held = new Map(one.methods.map((method) => [method, holding(file, method, mutexes)]));
    for (const [field, declared] of fields) {
      if (!containers.test(declared) || /\batomic\b|\bmutex\b|^const\b|\*|thread_local/.test(declared)) continue;
      const isNamed = new RegExp(`\\b${field}\\b`);
      const isGuarded = one.methods.some((method) =>
        held.get(method)?.some(({ start, end }) => isNamed.test(file.tree.source.slice(start, end))),
      );
      if (!isGuarded) continue;
      for (const method of one.methods) {
        if (method.name === one.name || method.name.startsWith('~') || method.name.startsWith('operator')) continue;
        if (!isNamed.test(method.text) || mayBeCalledLocked(one, method)) continue;
        const places = held.get(method) ?? [];
        const write = writesOf(file, method.body, field).find((node) => !isInside(node, places));
        if (!write) continue;
        yield { node: write, message: withoutLock(field, write, places) };
        break;
      }
    }
  }
};

function holding(file: SourceFile, method: Method, mutexes: readonly string[]): readonly LockedPlace[] {
  const everywhere = [{ start: method.body.start, end: method.body.end, shared: false }];
  const places = lockedPlaces(file, method, mutexes);
  if (places === null) return holds(method.text, mutexes) ? everywhere : [];
  return places;
}

/** Held to write; who only holds it to read must not. */
function isInside(node: SyntaxNode, places: readonly LockedPlace[]): boolean {
  return places.some(({ start, end, shared }) => !shared && start <= node.start && node.end <= end);
}

function withoutLock(field: string, write: SyntaxNode, places: readonly LockedPlace[]): string {
  const around = places.find(({ start, end }) => start <= write.start && write.end <= end);
  if (around)
    return `${field} is changed here under a lock that many readers hold at once. Take the mutex with std::unique_lock or std::lock_guard.`;
  return places.length > 0
    ? `${field} is changed here after its lock was given back: another thread can be at it at once, and what was asked before may not hold. Do both under one lock.`
    : `${field} is guarded by a lock in another method, and changed here without it: two threads can be at it at once. Take the same lock here.`;
}

function holds(text: string, mutexes: readonly string[]): boolean {
  return locksOf(text).some((name) => mutexes.includes(name)) || /\block\w*\s*\(\)|call_once|\bLock\b/i.test(text);
}

/** Called by a method that holds the lock, or named for it. */
function mayBeCalledLocked({ methods }: CppClass, { name, node }: Method): boolean {
  if (/locked|unsafe|nolock|_impl$|unlocked/i.test(name)) return true;
  const calls = new RegExp(`(?:^|[^.\\w>]|this->)${name.replace(/\W/g, '\\$&')}\\s*\\(`);
  return methods.some((other) => other.node !== node && calls.test(other.text));
}

function writesOf(file: SourceFile, body: SyntaxNode, field: string): readonly SyntaxNode[] {
  const place = `(?:this->)?${field}(?:\\[[^\\]]*\\])?`;
  const writes = new RegExp(
    `^(?:(?:\\+\\+|--)\\s*${place}|${place}\\s*(?:\\+\\+|--|[-+*/|&^]?=[^=])|${place}(?:\\.|->)(?:push_back|emplace_back|emplace|insert|insert_or_assign|erase|clear|pop_back|pop_front|push_front|push|pop|append|resize|try_emplace)\\s*\\()`,
  );
  const kinds = new Set(['update_expression', 'assignment_expression', 'call_expression']);
  return file.descendants(body, kinds).filter((node) => writes.test(file.text(node).slice(0, 200)));
}

/** A method that holds a mutex calls another one that locks it again: it waits for itself. */
export const lockedTwice: Check = function* (file) {
  for (const one of classesOf(file)) {
    const fields = fieldsOf(file, one);
    for (const method of one.methods) {
      const held = locksOf(method.text).filter((name) => {
        const declared = fields.get(name);
        return declared !== undefined && /mutex/i.test(declared) && !/recursive/i.test(declared);
      });
      if (held.length === 0 || /\bunlock\s*\(/.test(method.text) || /shared_lock/.test(method.text)) continue;
      const twice = one.methods.find(
        (other) =>
          other.node !== method.node &&
          locksOf(other.text).some((name) => held.includes(name)) &&
          !/shared_lock/.test(other.text) &&
          ownCall(file, method, other.name) !== null,
      );
      const call = twice ? ownCall(file, method, twice.name) : null;
      if (!twice || !call) continue;
      yield {
        node: call,
        message: `${held.join(', ')} is held here, and ${twice.name} locks it again: the thread waits for itself for ever. Move the work into a function that expects the lock to be held.`,
      };
    }
  }
};

/** A call of a method on the same object, after the lock and in its block. */
function ownCall(file: SourceFile, { body, text }: Method, name: string): SyntaxNode | null {
  const lock = text.search(/\b(?:lock_guard|scoped_lock|unique_lock)\b|[.>]lock\(\)|pthread_mutex_lock/);
  const calls = new RegExp(`^(?:this->)?${name.replace(/\W/g, '\\$&')}\\s*\\(`);
  const found = file
    .descendants(body, new Set(['call_expression']), new Set(['lambda_expression']))
    .find((node) => node.start > body.start + lock && calls.test(file.text(node).slice(0, 100)));
  if (!found) return null;
  const guard = file.tree.nodes
    .slice(body.id, body.subtreeEnd)
    .find((node) => node.start >= body.start + lock && node.kind === 'declaration');
  const block = guard?.parent ?? body;
  return block.start <= found.start && block.end >= found.end ? found : null;
}
