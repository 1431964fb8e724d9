import type { Expression } from '../flow/core-tree.js';
import { baseName } from './assign-memory.js';
import { lengthKey } from './assume.js';
import { type Cell, type Family, FREED, LIVE, NOT_NULL, NULL, unknownCell } from './cell.js';
import { follow } from './follow-pointer.js';
import { checkRoom } from './check-room.js';
import { allocators, borrowers, finders, isMacro, outsideNumbers, releasers } from './library.js';
import { assigned, changed, followWhenPointer, libraryCall } from './library-calls.js';
import { lockCall } from './locks.js';
import { areAlternatives, isAddress, type MemoryContext, placeKey, plainCallee } from './memory-context.js';
import type { MemoryState } from './memory-state.js';

type Call = Expression & { type: 'call' };

/** What a call does to memory, and what it gives. */
export function evaluateMemoryCall(context: MemoryContext, call: Call, state: MemoryState): Cell {
  const name = calledName(call);
  if (call.node.kind === 'delete_expression') return release(context, call, deletes(context, call), state);
  const lock = lockCall(context, call, name, state);
  if (lock) return lock;
  const isLibrary = plainCallee(call.callee) !== null;
  if (call.callee.type === 'member' && !isLibrary) receiver(context, call.callee, state);
  const released = isLibrary && call.args.length > 0 ? releasers.get(name) : undefined;
  if (released) return release(context, call, released, state);
  if (/^\w*(assert|CHECK|Expects|REQUIRE|VERIFY)$/i.test(name) && call.args[0]) {
    const held = context.assume(call.args[0].value, state, true);
    if (held) state.become(held);
    return unknownCell;
  }
  if (isMacro(name)) {
    state.assumeAssigned();
    escapeInMacro(context, name, state);
    return handOver(context, call, state);
  }
  if (call.node.kind === 'new_expression') return creation(context, call, state);
  if (name === 'realloc' || name === 'reallocarray') return reallocation(context, call, state);
  // `open()` and `accept()` without arguments are methods of the class.
  const family =
    isLibrary && (call.args.length > 0 || !/^(open|accept|socket)$/.test(name)) ? allocators.get(name) : undefined;
  const isOwn = isLibrary && context.summary(name) !== null;
  if (isLibrary && !isOwn && (family !== undefined || borrowers.has(name) || outsideNumbers.has(name)))
    return libraryCall(context, call, name, family, state);
  if (finders.has(name) && isLibrary && !isOwn) return found(context, call, state);
  const length = isLibrary ? null : lengthKey(call);
  if (length !== null) return lengthOfText(context, call, length, state);
  if (name === 'extract') return { ...unknownCell, chooser: 'outside' };
  return isOwn ? ownCall(context, call, name, state) : handOver(context, call, state);
}

/** `strchr(s, c)`, `getenv(n)`: null when there is none, unless the function asks for the same elsewhere. */
function found(context: MemoryContext, call: Call, state: MemoryState): Cell {
  for (const { value } of call.args) context.evaluate(value, state);
  const text = context.tree.text(call.node);
  const last = call.args.at(-1)?.value;
  const isEnd = last?.type === 'literal' && (last.value === 0 || last.value === '\0');
  const whole = context.functionText();
  const isAskedElsewhere = whole.indexOf(text) !== whole.lastIndexOf(text);
  return { ...unknownCell, unchecked: !isEnd && !isAskedElsewhere };
}

/** `s.size()` of what the caller brought. */
function lengthOfText(context: MemoryContext, call: Call, key: string, state: MemoryState): Cell {
  const holder = call.callee.type === 'member' ? call.callee.object : null;
  const known = state.get(key);
  if (known) return { ...known, lengthOf: key, unsigned: true };
  const isGiven = holder?.type === 'name' && context.isParameter(holder.name);
  return { ...unknownCell, low: 0, chooser: isGiven ? 'caller' : null, unsigned: true, lengthOf: key };
}

export function calledName(call: Call): string {
  const { callee } = call;
  return callee.type === 'name' ? callee.name : callee.type === 'member' ? callee.property : '';
}

/** `delete[] p` gives back an array. */
function deletes(context: MemoryContext, call: Call): Family {
  return /^(::\s*)?delete\s*\[/.test(context.tree.text(call.node)) ? 'new[]' : 'new';
}

function receiver(context: MemoryContext, callee: Expression & { type: 'member' }, state: MemoryState): void {
  const holder = context.evaluate(callee.object, state);
  if (callee.node.children.some((child) => child.kind === '->')) follow(context, callee.object, holder, state);
}

function release(context: MemoryContext, call: Call, family: Family, state: MemoryState): Cell {
  const argument = call.args[0]?.value;
  if (!argument) return unknownCell;
  const cell = context.evaluate(argument, state);
  const key = placeKey(argument);
  const name = context.tree.text(argument.node).slice(0, 40);
  const met = cell.metAt >= context.level;
  const [only] = cell.heap;
  const isOnce =
    cell.freedAt !== null &&
    (areAlternatives(cell.freedAt, call.node) || (family === 'descriptor' && cell.freedAt === call.node));
  if (isOnce) return unknownCell;
  if (cell.life === FREED || (cell.life & FREED && !(cell.nullness & NULL) && met)) {
    const line = cell.freedAt ? context.tree.position(cell.freedAt.start).line : 0;
    context.report(
      'double-free',
      call.node,
      `${name} was given back on line ${line} already. Give it back once, and set it to NULL there.`,
    );
  } else if (cell.storage !== null && cell.heap.length === 0) {
    context.report('bad-free', call.node, `${name} was not allocated: it must not be given back.`);
  } else if (
    only &&
    cell.heap.length === 1 &&
    !only.given &&
    only.family !== family &&
    isHeap(only.family) &&
    isHeap(family)
  ) {
    context.report(
      'mismatched-free',
      call.node,
      `${name} was made with ${makers[only.family] ?? only.family}: give it back with ${givers[only.family] ?? only.family}.`,
    );
  }
  context.noteFreed(cell);
  state.free(cell, call.node);
  if (key !== null) {
    const nullness = cell.nullness === NULL ? NULL : NOT_NULL;
    // A null pointer is nothing to give back.
    if (nullness !== NULL)
      state.set(key, { ...cell, assigned: 'yes', life: FREED, freedAt: call.node, metAt: -1, nullness });
  }
  return unknownCell;
}

const makers: Readonly<Record<string, string>> = { malloc: 'malloc', new: 'new', 'new[]': 'new[]' };
const givers: Readonly<Record<string, string>> = { malloc: 'free', new: 'delete', 'new[]': 'delete[]' };

function isHeap(family: Family): boolean {
  return family === 'malloc' || family === 'new' || family === 'new[]';
}

/** What the file's macro of that name mentions: it may give it back there. */
function escapeInMacro(context: MemoryContext, name: string, state: MemoryState): void {
  const { source } = context.tree;
  const start = source.search(new RegExp(`^[ \\t]*#[ \\t]*define[ \\t]+${name}\\(`, 'm'));
  if (start < 0) return;
  const [body = ''] = /^(?:[^\n]*\\\r?\n){0,200}[^\n]*/.exec(source.slice(start, start + 8_000)) ?? [];
  for (const word of new Set(body.match(/\b[A-Za-z_]\w*/g) ?? [])) {
    const cell = state.get(word);
    if (cell) state.escape(cell);
  }
}

/** What a static variable is initialised with stays as long as the program. */
function isKeptForEver(context: MemoryContext, node: Call['node']): boolean {
  let place = node.parent;
  for (let steps = 0; place && steps < 6; steps += 1, place = place.parent) {
    if (place.kind === 'declaration')
      return place.children.some(
        (child) => child.kind === 'storage_class_specifier' && context.tree.text(child) === 'static',
      );
  }
  return false;
}

function creation(context: MemoryContext, call: Call, state: MemoryState): Cell {
  for (const argument of call.args) state.escape(context.evaluate(argument.value, state));
  const text = context.tree.text(call.node).replace(/^::\s*/, '');
  if (isKeptForEver(context, call.node)) return { ...unknownCell, nullness: NOT_NULL };
  // Placement new makes nothing.
  if (/^new\s*\(\s*[&\w]/.test(text) && !/nothrow/.test(text)) return unknownCell;
  const declarator = call.node.children.find((child) => child.field === 'declarator');
  const length = declarator?.children.find((child) => child.field === 'length');
  const count = length ? context.constants.value(context.tree.text(length)) : null;
  if (length) checkRoom(context, call.node, context.tree.text(length), state);
  // `new T*[n]` is read as a product.
  const behind = context.tree.source.slice(call.node.end, call.node.end + 8);
  const isArray = declarator !== undefined || /^(::)?new\s+[\w:<>,\s*]+\[/.test(text) || /^\s*\*+\s*\[/.test(behind);
  const made = context.allocation(call.node, isArray ? 'new[]' : 'new');
  state.allocate(made);
  const nothrow = /nothrow/.test(text);
  const size = count === null ? {} : { bytes: count, step: 1 };
  return { ...unknownCell, heap: [made], life: LIVE, nullness: nothrow ? 0 : NOT_NULL, unchecked: nothrow, ...size };
}

function reallocation(context: MemoryContext, call: Call, state: MemoryState): Cell {
  const [pointer] = call.args;
  const cell = pointer ? context.evaluate(pointer.value, state) : unknownCell;
  for (const argument of call.args.slice(1)) context.evaluate(argument.value, state);
  const target = call.node.parent;
  const holder = target?.kind === 'cast_expression' ? target.parent : target;
  const left =
    holder?.kind === 'assignment_expression' ? holder.children.find((child) => child.field === 'left') : undefined;
  if (left && pointer && context.tree.text(left) === context.tree.text(pointer.value.node) && cell.nullness !== NULL) {
    context.report(
      'lost-by-realloc',
      call.node,
      `When realloc fails it returns NULL, and what ${context.tree.text(left).slice(0, 40)} pointed to is lost. Keep the result in another variable until it was checked.`,
    );
  }
  if (cell.life === FREED) follow(context, pointer?.value ?? call, cell, state);
  state.escape(cell);
  const made = context.allocation(call.node, 'malloc');
  state.allocate(made);
  return { ...unknownCell, heap: [made], life: LIVE, unchecked: true };
}

/** A function of the file: what it gives back, keeps and makes is known. */
function ownCall(context: MemoryContext, call: Call, name: string, state: MemoryState): Cell {
  const summary = context.summary(name);
  if (!summary) return handOver(context, call, state);
  call.args.forEach(({ value }, index) => {
    assigned(value, state);
    const cell = context.evaluate(value, state);
    if (cell.life & FREED) followWhenPointer(context, value, cell, false, state);
    const key = placeKey(value);
    if (summary.freed.has(index)) {
      if (cell.life === FREED) return;
      context.noteFreed(cell);
      state.free(cell, call.node);
      if (key !== null && cell.nullness !== NULL)
        state.set(key, { ...cell, life: FREED, freedAt: call.node, metAt: -1 });
    } else if (summary.maybeFreed.has(index) || summary.kept.has(index)) {
      state.escape(cell);
      if (key !== null) state.update(key, { life: 0, metAt: -1, unchecked: false });
    }
    changed(context, value, state);
  });
  if (!summary.makes) return unknownCell;
  const made = context.allocation(call.node, summary.makes.family);
  state.allocate(made);
  return { ...unknownCell, heap: [made], life: LIVE, unchecked: summary.makes.unchecked };
}

/** What only says something comes back. */
const reports =
  /(^|_)(log|print\w*|warn|warning|debug|trace|info|notice|puts|syslog|perror|notify|message)(_|$)|^(log|warn|debug|trace|print)[A-Z]/i;

/** Code that is not in this file: it may keep what it is given, and write through it. */
function handOver(context: MemoryContext, call: Call, state: MemoryState): Cell {
  if (!reports.test(calledName(call))) context.noteUnknownCall();
  const isCpp = context.tree.language === 'cpp';
  // A header of the program's own may define the name as a macro, which gives its arguments their values.
  const mayBeMacro = call.callee.type === 'name' && /^[ \t]*#[ \t]*include[ \t]*"/m.test(context.tree.source);
  for (const { value } of call.args) {
    const base = baseName(value);
    const type = base === null ? undefined : context.typeOf(base);
    // A macro, a reference or an array may be given its value there.
    if (isCpp || mayBeMacro || isMacro(calledName(call)) || isAddress(value) || (type && type.dimensions.length > 0))
      assigned(value, state);
    const cell = context.evaluate(value, state);
    // The number of a closed descriptor may still be told to somebody.
    const isNumber = cell.freedAt !== null && /^close(socket)?\b/.test(context.tree.text(cell.freedAt).slice(0, 12));
    if (cell.life & FREED && !isNumber && !isMacro(calledName(call)))
      followWhenPointer(context, value, cell, false, state);
    state.escape(cell);
    const key = placeKey(value);
    // A macro may be a loop that gives its argument a value each time.
    if (key !== null && isMacro(calledName(call))) state.set(key, unknownCell);
    else if (key !== null) state.update(key, { metAt: -1, unchecked: false });
    changed(context, value, state);
  }
  return unknownCell;
}
