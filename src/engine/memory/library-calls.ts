import type { Expression } from '../flow/core-tree.js';
import { baseName } from './assign-memory.js';
import { lengthKey } from './assume.js';
import { checkBuffers } from './buffer-calls.js';
import { type Cell, exactly, type Family, FREED, LIVE, unknownCell } from './cell.js';
import { follow } from './follow-pointer.js';
import { fillers, followers, outsideNumbers, unsignedNumbers } from './library.js';
import { isAddress, type MemoryContext } from './memory-context.js';
import { cellOf, type MemoryState } from './memory-state.js';

type Call = Expression & { type: 'call' };

/** A call of the C library: what it reads, fills, makes and returns is known (library.ts). */
export function libraryCall(
  context: MemoryContext,
  call: Call,
  name: string,
  family: Family | undefined,
  state: MemoryState,
): Cell {
  const filled = fillers.get(name);
  const cells = call.args.map((argument, index) => {
    if (name.endsWith('scanf') || (index === filled && isOwnRoom(context, argument.value)))
      assigned(argument.value, state);
    return context.evaluate(argument.value, state);
  });
  // The stream owns the descriptor from then on.
  if (/^fdopen(?:dir)?$/.test(name) && cells[0]) state.escape(cells[0]);
  call.args.forEach(({ value }, index) => unassignedText(context, name, index, value, state));
  const needed = followers.get(name) ?? [];
  call.args.forEach((argument, index) => {
    const cell = cells[index] ?? unknownCell;
    if (needed.includes(index) || cell.life & FREED)
      followWhenPointer(context, argument.value, cell, needed.includes(index), state);
  });
  checkBuffers(context, call, name, cells, state);
  for (const { value } of call.args) if (isAddress(value)) changed(context, value, state);
  const text = name === 'strcpy' ? (cells[1]?.textLength ?? null) : null;
  if (/^(str|wcs)n?l?cat$/.test(name) && call.args[0]) written(context, call, name, call.args[0].value, state);
  call.args.forEach((argument, index) => {
    if (index === filled || (name.endsWith('scanf') && index > 0))
      written(context, call, name, argument.value, state, text);
  });
  if (family !== undefined) return allocated(context, call, family, name, cells, state);
  return libraryResult(context, call, name, cells, state);
}

export function followWhenPointer(
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

/** An array or an address: a pointer that points nowhere yet gives a call no room to write into. */
function isOwnRoom(context: MemoryContext, argument: Expression): boolean {
  const base = baseName(argument);
  const type = base === null ? undefined : context.typeOf(base);
  return argument.type !== 'name' || isAddress(argument) || !type || type.pointers === 0 || type.dimensions.length > 0;
}

/** An argument that the call fills has a value from before the call on: nobody reads it there. */
export function assigned(argument: Expression, state: MemoryState): void {
  const base = baseName(argument);
  if (base !== null) state.update(base, { assigned: 'yes', metAt: -1 });
}

/** What was written is somebody's choice, and another text than before. */
function written(
  context: MemoryContext,
  call: Call,
  name: string,
  argument: Expression,
  state: MemoryState,
  textLength: number | null = null,
): void {
  const base = baseName(argument);
  if (base === null) return;
  const outside = /^(read|recv|recvfrom|pread|fread|fgets|gets|scanf|fscanf|sscanf)$/.test(name);
  const type = context.typeOf(base);
  state.update(base, { textLength, lengthOf: null });
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
  const sizedBy = name === 'malloc' && argument ? sumOfLengths(argument, state) : null;
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

/** `strlen(a) + strlen(b)`, however it is written; null when anything is added to it. */
function sumOfLengths(size: Expression, state: MemoryState): string | null {
  const parts = size.type === 'sum' ? size.parts : [size];
  const keys = parts.map(
    (part) => lengthKey(part) ?? (part.type === 'name' ? cellOf(state, part.name).lengthOf : null),
  );
  return keys.includes(null) ? null : keys.join('+');
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

/** A callee may change what it is given the address of. */
export function changed(context: MemoryContext, argument: Expression, state: MemoryState): void {
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
