import type { Expression } from '../flow/core-tree.js';
import { baseName } from './assign-memory.js';
import { checkBuffers } from './buffer-calls.js';
import { type Cell, exactly, type Family, FREED, LIVE, NOT_NULL, NULL, unknownCell } from './cell.js';
import { lengthKey } from './assume.js';
import { follow } from './follow-pointer.js';
import {
  allocators,
  borrowers,
  fillers,
  followers,
  isMacro,
  outsideNumbers,
  releasers,
  unsignedNumbers,
} from './library.js';
import { isAddress, type MemoryContext, placeKey } from './memory-context.js';
import { cellOf, type MemoryState } from './memory-state.js';

type Call = Expression & { type: 'call' };

/** What a call does to memory, and what it gives. */
export function evaluateMemoryCall(context: MemoryContext, call: Call, state: MemoryState): Cell {
  const name = calledName(call);
  if (call.node.kind === 'delete_expression') return release(context, call, deletes(context, call), state);
  if (call.callee.type === 'member') receiver(context, call.callee, state);
  const released = call.callee.type === 'name' ? releasers.get(name) : undefined;
  if (released) return release(context, call, released, state);
  if (/^\w*(assert|CHECK|Expects|REQUIRE|VERIFY)$/i.test(name) && call.args[0]) {
    const held = context.assume(call.args[0].value, state, true);
    if (held) state.become(held);
    return unknownCell;
  }
  if (isMacro(name)) {
    state.assumeAssigned();
    return handOver(context, call, state);
  }
  if (call.node.kind === 'new_expression') return creation(context, call, state);
  if (name === 'realloc' || name === 'reallocarray') return reallocation(context, call, state);
  const isLibrary = call.callee.type === 'name';
  const family = isLibrary ? allocators.get(name) : undefined;
  const isOwn = isLibrary && context.summary(name) !== null;
  if (isLibrary && !isOwn && (family !== undefined || borrowers.has(name) || outsideNumbers.has(name)))
    return libraryCall(context, call, name, family, state);
  if (name === 'extract') return { ...unknownCell, chooser: 'outside' };
  return isOwn ? ownCall(context, call, name, state) : handOver(context, call, state);
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

function creation(context: MemoryContext, call: Call, state: MemoryState): Cell {
  for (const argument of call.args) state.escape(context.evaluate(argument.value, state));
  const text = context.tree.text(call.node);
  // Placement new makes nothing.
  if (/^new\s*\(\s*[&\w]/.test(text) && !/nothrow/.test(text)) return unknownCell;
  const declarator = call.node.children.find((child) => child.field === 'declarator');
  const length = declarator?.children.find((child) => child.field === 'length');
  const count = length ? context.constants.value(context.tree.text(length)) : null;
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

function libraryCall(
  context: MemoryContext,
  call: Call,
  name: string,
  family: Family | undefined,
  state: MemoryState,
): Cell {
  const filled = fillers.get(name);
  const cells = call.args.map((argument, index) => {
    if (index === filled || name.endsWith('scanf')) assigned(argument.value, state);
    return context.evaluate(argument.value, state);
  });
  call.args.forEach(({ value }, index) => unassignedText(context, name, index, value, state));
  const needed = followers.get(name) ?? [];
  call.args.forEach((argument, index) => {
    const cell = cells[index] ?? unknownCell;
    if (needed.includes(index) || cell.life & FREED)
      followWhenPointer(context, argument.value, cell, needed.includes(index), state);
  });
  checkBuffers(context, call, name, cells, state);
  for (const { value } of call.args) if (isAddress(value)) changed(context, value, state);
  if (/^(str|wcs)n?l?cat$/.test(name) && call.args[0]) written(context, call, name, call.args[0].value, state);
  call.args.forEach((argument, index) => {
    if (index === filled || (name.endsWith('scanf') && index > 0)) written(context, call, name, argument.value, state);
  });
  if (family !== undefined) return allocated(context, call, family, name, cells, state);
  return libraryResult(context, call, name, cells, state);
}

function followWhenPointer(
  context: MemoryContext,
  argument: Expression,
  cell: Cell,
  needed: boolean,
  state: MemoryState,
): void {
  if (needed || cell.life === FREED || (cell.life & FREED && cell.metAt >= context.level))
    follow(context, argument, cell, state);
}

const readers = /^(f|d|s|sn|w)?printf$|^(f?puts|strlen|strchr|strstr|strcmp|strncmp|atoi|strdup|strtok)$/;

/** An array that nobody wrote into holds no text. */
function unassignedText(
  context: MemoryContext,
  name: string,
  index: number,
  argument: Expression,
  state: MemoryState,
): void {
  const reads = readers.test(name)
    ? !(index === 0 && /^sn?printf$/.test(name))
    : /^str(n?cpy|n?cat)$/.test(name) && (index === 1 || (index === 0 && name.endsWith('cat')));
  if (!reads || argument.type !== 'name' || state.get(argument.name)?.assigned !== 'no') return;
  if ((context.typeOf(argument.name)?.dimensions.length ?? 0) === 0) return;
  context.report(
    'uninitialised',
    argument.node,
    `${argument.name} is read before anything was written into it. Initialise it where it is declared.`,
  );
  state.update(argument.name, { assigned: 'yes' });
}

/** An argument that the call fills has a value from before the call on: nobody reads it there. */
function assigned(argument: Expression, state: MemoryState): void {
  const base = baseName(argument);
  if (base !== null) state.update(base, { assigned: 'yes', metAt: -1 });
}

/** What was written is somebody's choice, and another text than before. */
function written(context: MemoryContext, call: Call, name: string, argument: Expression, state: MemoryState): void {
  const base = baseName(argument);
  if (base === null) return;
  const outside = /^(read|recv|recvfrom|pread|fread|fgets|gets|scanf|fscanf|sscanf)$/.test(name);
  const type = context.typeOf(base);
  state.update(base, { textLength: null, lengthOf: null });
  state.forgetParts(base);
  state.set(`strlen(${base})`, {
    ...unknownCell,
    low: 0,
    chooser: outside ? 'outside' : null,
    high: textBound(call, name, context),
  });
  if (isAddress(argument) && type && type.dimensions.length === 0 && type.pointers === 0) {
    state.set(base, {
      ...unknownCell,
      chooser: outside ? 'outside' : null,
      unsigned: type.unsigned,
      low: type.unsigned ? 0 : -Infinity,
    });
  }
}

/** `fgets(buf, 64, f)`: the text has 63 characters at most. */
function textBound(call: Call, name: string, context: MemoryContext): number {
  const size = name === 'fgets' || name === 'snprintf' ? call.args[1]?.value : undefined;
  const known = size ? context.constants.value(context.tree.text(size.node)) : null;
  return known === null ? Infinity : known - 1;
}

function allocated(
  context: MemoryContext,
  call: Call,
  family: Family,
  name: string,
  cells: readonly Cell[],
  state: MemoryState,
): Cell {
  const made = context.allocation(call.node, family);
  state.allocate(made);
  const size =
    name === 'calloc'
      ? (exactly(cells[0] ?? unknownCell) ?? NaN) * (exactly(cells[1] ?? unknownCell) ?? NaN)
      : exactly(cells[0] ?? unknownCell);
  const bytes = name === 'malloc' || name === 'calloc' ? (size === null || Number.isNaN(size) ? null : size) : null;
  const isNumber = family === 'descriptor';
  const argument = call.args[0]?.value;
  const sizedBy = name === 'malloc' && argument ? lengthKey(argument) : null;
  return {
    ...unknownCell,
    heap: [made],
    life: LIVE,
    unchecked: !isNumber,
    bytes,
    step: bytes === null ? null : elementStep(context, call),
    sizedBy: sizedBy ?? (name === 'malloc' ? (cells[0]?.lengthOf ?? null) : null),
  };
}

/** Bytes of what the target of `T *p = malloc(…)` points to. */
function elementStep(context: MemoryContext, call: Call): number | null {
  let place = call.node.parent;
  if (place?.kind === 'cast_expression') place = place.parent;
  const target = place?.children.find((child) => child.field === 'declarator' || child.field === 'left');
  const name = target ? /\w+$/.exec(context.tree.text(target))?.[0] : undefined;
  const type = name === undefined ? undefined : context.typeOf(name);
  if (!type || type.pointers !== 1) return type && type.pointers > 1 ? 8 : null;
  return pointeeBytes[type.base.replace(/\bconst\b/g, '').trim()] ?? null;
}

const pointeeBytes: Readonly<Record<string, number>> = {
  char: 1,
  'unsigned char': 1,
  uint8_t: 1,
  int8_t: 1,
  short: 2,
  int: 4,
  'unsigned int': 4,
  uint32_t: 4,
  int32_t: 4,
  float: 4,
  long: 8,
  size_t: 8,
  double: 8,
  int64_t: 8,
  uint64_t: 8,
  wchar_t: 4,
};

function libraryResult(
  context: MemoryContext,
  call: Call,
  name: string,
  cells: readonly Cell[],
  state: MemoryState,
): Cell {
  if (outsideNumbers.has(name)) {
    const unsigned = unsignedNumbers.has(name);
    const high = name === 'ntohs' || name === 'be16toh' || name === 'le16toh' ? 65_535 : Infinity;
    return { ...unknownCell, chooser: 'outside', unsigned, low: unsigned ? 0 : -Infinity, high };
  }
  const key = lengthKey(call);
  if (key !== null) return lengthCell(key, cells[0] ?? unknownCell, state);
  const [first, second, third] = cells;
  switch (name) {
    case 'read':
    case 'recv':
    case 'recvfrom':
    case 'pread':
      return { ...unknownCell, low: -1, high: third?.high ?? Infinity };
    case 'fread':
      return {
        ...unknownCell,
        low: 0,
        high: exactly(second ?? unknownCell) === 1 ? (third?.high ?? Infinity) : Infinity,
      };
    case 'readlink':
      return { ...unknownCell, low: -1, high: third?.high ?? Infinity };
    case 'fgetc':
    case 'getc':
      return { ...unknownCell, low: -1, high: 255 };
    case 'strcpy':
    case 'strcat':
    case 'memcpy':
    case 'memset':
    case 'strncpy':
    case 'memmove':
      return { ...(first ?? unknownCell), textLength: null };
    default:
      return unknownCell;
  }
}

function lengthCell(key: string, text: Cell, state: MemoryState): Cell {
  const known = state.get(key);
  if (known) return { ...known, lengthOf: key, unsigned: true };
  if (text.textLength !== null) return { ...unknownCell, low: text.textLength, high: text.textLength, unsigned: true };
  const bounded = text.bytes !== null && (text.storage !== null || text.heap.length > 0);
  return {
    ...unknownCell,
    low: 0,
    high: bounded && text.bytes !== null ? Math.max(0, text.bytes - 1) : Infinity,
    chooser: bounded ? null : (text.chooser ?? 'caller'),
    unsigned: true,
    lengthOf: key,
  };
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

/** Code that is not in this file: it may keep what it is given, and write through it. */
function handOver(context: MemoryContext, call: Call, state: MemoryState): Cell {
  context.noteUnknownCall();
  const isCpp = context.tree.language === 'cpp';
  for (const { value } of call.args) {
    const base = baseName(value);
    const type = base === null ? undefined : context.typeOf(base);
    // A macro, a reference or an array may be given its value there.
    if (isCpp || isMacro(calledName(call)) || isAddress(value) || (type && type.dimensions.length > 0))
      assigned(value, state);
    const cell = context.evaluate(value, state);
    if (cell.life & FREED && !isMacro(calledName(call))) followWhenPointer(context, value, cell, false, state);
    state.escape(cell);
    const key = placeKey(value);
    // A macro may be a loop that gives its argument a value each time.
    if (key !== null && isMacro(calledName(call))) state.set(key, unknownCell);
    else if (key !== null) state.update(key, { metAt: -1, unchecked: false });
    changed(context, value, state);
  }
  return unknownCell;
}

/** A callee may change what it is given the address of. */
function changed(context: MemoryContext, argument: Expression, state: MemoryState): void {
  const base = baseName(argument);
  if (base === null) return;
  state.forgetParts(base);
  const type = context.typeOf(base);
  if (isAddress(argument) || type?.dimensions.length) {
    const cell = cellOf(state, base);
    state.escape(cell);
    state.forget(base);
    if (type) state.set(base, { ...unknownCell, unsigned: type.unsigned && type.pointers === 0 });
  } else state.set(`strlen(${base})`, { ...unknownCell, low: 0 });
}
