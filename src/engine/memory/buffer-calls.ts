import type { Expression } from '../flow/core-tree.js';
import { type Cell, exactly, unknownCell } from './cell.js';
import { textKey } from './assume.js';
import { isUnbounded, reportRoom } from './check-room.js';
import type { MemoryContext } from './memory-context.js';
import type { MemoryState } from './memory-state.js';

type Call = Expression & { type: 'call' };

/** How much a call moves: which argument is written, which is read, and which says how much. */
interface Copy {
  readonly to: number;
  readonly from: number | null;
  readonly length: number;
  /** Other factor of the length. */
  readonly times?: number;
}

const copies: Readonly<Record<string, Copy>> = {
  memcpy: { to: 0, from: 1, length: 2 },
  memmove: { to: 0, from: 1, length: 2 },
  mempcpy: { to: 0, from: 1, length: 2 },
  memset: { to: 0, from: null, length: 2 },
  bzero: { to: 0, from: null, length: 1 },
  strncpy: { to: 0, from: null, length: 2 },
  strncat: { to: 0, from: null, length: 2 },
  strlcpy: { to: 0, from: null, length: 2 },
  snprintf: { to: 0, from: null, length: 1 },
  vsnprintf: { to: 0, from: null, length: 1 },
  fgets: { to: 0, from: null, length: 1 },
  fread: { to: 0, from: null, length: 2, times: 1 },
  read: { to: 1, from: null, length: 2 },
  recv: { to: 1, from: null, length: 2 },
  recvfrom: { to: 1, from: null, length: 2 },
  pread: { to: 1, from: null, length: 2 },
  readlink: { to: 1, from: null, length: 2 },
};

/** Judges calls that write into buffers, by what is known of the buffer, the text and the length. */
export function checkBuffers(
  context: MemoryContext,
  call: Call,
  name: string,
  cells: readonly Cell[],
  state: MemoryState,
): void {
  const copy = copies[name];
  if (copy) checkLength(context, call, name, copy, cells);
  else if (/^(strcpy|stpcpy|strcat|lstrcpyA?)$/.test(name)) checkText(context, call, name, cells, state);
  else if (/^v?sprintf$/.test(name)) checkFormat(context, call, cells, state);
  else if (name.endsWith('scanf')) checkScan(context, call, name, cells);
  else if (/^(malloc|calloc|alloca|realloc)$/.test(name)) checkSize(context, call, name, cells);
}

function checkLength(context: MemoryContext, call: Call, name: string, copy: Copy, cells: readonly Cell[]): void {
  const target = cells[copy.to] ?? unknownCell;
  const argument = call.args[copy.length]?.value;
  const length = times(
    cells[copy.length] ?? unknownCell,
    copy.times === undefined ? null : (cells[copy.times] ?? unknownCell),
  );
  if (!argument) return;
  const text = context.tree.text(argument.node);
  const size = target.bytes;
  const buffer = context.tree.text(call.args[copy.to]?.value.node ?? call.node).slice(0, 40);
  const pointer = pointerSize(context, argument);
  if (pointer !== null && pointer === buffer.replace(/^&/, '')) {
    context.report(
      'pointer-size',
      argument.node,
      `sizeof(${pointer}) is the size of a pointer, not of what it points to. Say how large that is.`,
    );
    return;
  }
  if (name === 'strncat' && text.startsWith('sizeof') && !text.includes('-') && size !== null) {
    context.report(
      'overflow',
      call.node,
      `The length of strncat is what may still be added, not the size of ${buffer}: leave room for what is there and the terminator.`,
    );
    return;
  }
  if (size !== null && (length.low > size || (Number.isFinite(length.high) && length.high > size))) {
    context.report(
      'overflow',
      call.node,
      `${name} may write ${Number.isFinite(length.high) ? length.high : length.low} bytes into ${buffer}, which has ${size}. Take the length from the size of the target.`,
    );
    return;
  }
  const open = !length.checkedHigh && !Number.isFinite(length.high);
  const sized =
    size === null &&
    argument.type === 'name' &&
    new RegExp(`(?:alloca?|init_size|resize|reserve|new\\s+\\w+)\\s*[([][^;]{0,80}\\b${argument.name}\\b`).test(
      context.functionText(),
    );
  if (sized) return;
  if (open && (length.chooser === 'outside' || (length.chooser === 'caller' && size !== null))) {
    const who = length.chooser === 'outside' ? 'Somebody outside chooses' : 'The caller chooses';
    context.report(
      'unchecked-length',
      call.node,
      `${who} how much ${name} writes into ${buffer}, and nothing compares it with the size. Check the length before.`,
    );
    return;
  }
  if (length.chooser === 'outside' && !length.checkedLow && !length.unsigned && length.low < 0) {
    context.report(
      'negative-length',
      call.node,
      `The length may be negative, which ${name} takes for a huge number. Check both bounds, or make it unsigned.`,
    );
    return;
  }
  const source = copy.from === null ? null : (cells[copy.from] ?? unknownCell);
  if (source && source.bytes !== null && length.low > source.bytes && Number.isFinite(length.low)) {
    context.report(
      'over-read',
      call.node,
      `${name} reads ${length.low} bytes from something that has ${source.bytes}.`,
    );
  }
}

function times(length: Cell, factor: Cell | null): Cell {
  const by = factor === null ? 1 : exactly(factor);
  if (by === null)
    return { ...unknownCell, chooser: length.chooser, checkedHigh: length.checkedHigh, checkedLow: true };
  return by === 1 ? length : { ...length, low: length.low * by, high: length.high * by };
}

/** The pointer whose own size a `sizeof` takes, or null. */
function pointerSize(context: MemoryContext, expression: Expression): string | null {
  const { node } = expression;
  if (node.kind !== 'sizeof_expression') return null;
  const value = node.children.find((child) => child.field === 'value');
  const name = value ? context.tree.text(value).replace(/^\(|\)$/g, '') : '';
  const type = context.typeOf(name);
  return type && type.pointers > 0 && type.dimensions.length === 0 ? name : null;
}

/** `strcpy(to, from)`: the text must fit with its terminator. */
function checkText(context: MemoryContext, call: Call, name: string, cells: readonly Cell[], state: MemoryState): void {
  const [target = unknownCell, source = unknownCell] = cells;
  const from = call.args[1]?.value;
  const buffer = context.tree.text(call.args[0]?.value.node ?? call.node).slice(0, 40);
  if (!from) return;
  const key = textKey(from);
  const sizes = target.sizedBy?.split('+') ?? [];
  const isLast = sizes.length === 1 || name === 'strcat';
  if (key !== null && isLast && sizes.includes(`strlen(${key})`)) {
    context.report('short-allocation', call.node, `${buffer} was given strlen bytes: the terminator needs one more.`);
    return;
  }
  if (target.bytes === null) return;
  const before = name === 'strcat' ? target.textLength : 0;
  const room = target.bytes - (before ?? 0);
  if (source.textLength !== null) {
    if (source.textLength + 1 > room)
      context.report(
        'overflow',
        call.node,
        `${name} writes ${source.textLength + 1} bytes into ${buffer}, which has ${room}.`,
      );
    return;
  }
  const length = key === null ? undefined : state.get(`strlen(${key})`);
  if (length && (length.checkedHigh || length.high < room)) return;
  if (source.bytes !== null && source.bytes <= room && before !== null) return;
  if (source.bytes !== null && length && Number.isFinite(length.high) && length.high < room) return;
  context.report(
    source.bytes !== null && name !== 'strcat' ? 'overflow' : 'unbounded-copy',
    call.node,
    source.bytes === null
      ? `Nothing bounds the text that ${name} writes into ${buffer}, which has ${room} bytes. Use snprintf or check its length before.`
      : `${name} writes into ${buffer} (${room} bytes) what may be ${source.bytes} bytes long. Check its length before.`,
  );
}

const widest: Readonly<Record<string, number>> = {
  d: 11,
  i: 11,
  u: 10,
  x: 8,
  X: 8,
  o: 11,
  c: 1,
  p: 18,
  f: 24,
  g: 24,
  e: 24,
};

/** `sprintf(to, "…", …)`: what the format makes of its arguments must fit. */
function checkFormat(context: MemoryContext, call: Call, cells: readonly Cell[], state: MemoryState): void {
  const room = cells[0]?.bytes ?? null;
  const format = call.args[1]?.value;
  if (room === null || format?.type !== 'literal' || typeof format.value !== 'string') return;
  const buffer = context.tree.text(call.args[0]?.value.node ?? call.node).slice(0, 40);
  let least = format.value.replaceAll('%%', '%').replace(conversion, '').length + 1;
  let open: string | null = null;
  let index = 2;
  for (const [, width, precision, kind = 'd'] of format.value.replaceAll('%%', '').matchAll(conversion)) {
    const cell = cells[index] ?? unknownCell;
    const argument = call.args[index]?.value;
    index += 1;
    if (kind === 's') {
      const key = argument ? textKey(argument) : null;
      const known = key === null ? undefined : state.get(`strlen(${key})`);
      const bound = precision !== undefined && precision !== '' ? Number(precision) : (cell.textLength ?? null);
      if (bound !== null && !Number.isNaN(bound)) least += bound;
      else if (precision === undefined && !(known && (known.checkedHigh || known.high < room))) {
        const size = cell.bytes ?? Infinity;
        if (least + size - 1 > room) open = context.tree.text(argument?.node ?? call.node).slice(0, 40);
      }
    } else least += Math.max(Number(width ?? 0) || 0, kind === 'c' ? 1 : 1);
    void widest;
  }
  if (least > room)
    context.report(
      'overflow',
      call.node,
      `sprintf writes at least ${least} bytes into ${buffer}, which has ${room}. Use snprintf with sizeof.`,
    );
  else if (open !== null)
    context.report(
      'unbounded-copy',
      call.node,
      `Nothing bounds ${open}, which sprintf writes into ${buffer} (${room} bytes). Use snprintf with sizeof.`,
    );
}

const conversion = /%[-+ #0]*(\d+|\*)?(?:\.(\d+|\*))?(?:hh|h|ll|l|L|q|j|z|t)?([diuxXocspfgeEGaA])/g;

/** `scanf("%20s", buf)`: the width leaves room for the terminator. */
function checkScan(context: MemoryContext, call: Call, name: string, cells: readonly Cell[]): void {
  const at = name === 'scanf' ? 0 : 1;
  const format = call.args[at]?.value;
  if (format?.type !== 'literal' || typeof format.value !== 'string') return;
  let index = at + 1;
  for (const [, star, width, kind] of format.value
    .replaceAll('%%', '')
    .matchAll(/%(\*)?(\d+)?(?:hh|h|ll|l|L|z|m)?([a-zA-Z[])/g)) {
    if (star !== undefined) continue;
    const cell = cells[index] ?? unknownCell;
    index += 1;
    if ((kind !== 's' && kind !== '[') || width === undefined || cell.bytes === null) continue;
    if (Number(width) + 1 > cell.bytes)
      context.report(
        'overflow',
        call.node,
        `The format lets ${width} characters and the terminator into ${cell.bytes} bytes. Make the width one less than the size.`,
      );
  }
}

/** A size that somebody outside chooses and that is multiplied can wrap around to something small. */
function checkSize(context: MemoryContext, call: Call, name: string, cells: readonly Cell[]): void {
  const argument = call.args[name === 'realloc' ? 1 : 0]?.value;
  const size = cells[name === 'realloc' ? 1 : 0] ?? unknownCell;
  if (!argument || name === 'calloc') return;
  const grows =
    (argument.type === 'binary' && (argument.operator === '*' || argument.operator === '<<')) ||
    argument.type === 'sum';
  if (size.chooser === 'outside' && !size.checkedHigh && grows && size.high > 70_000) {
    context.report(
      'size-overflow',
      call.node,
      `Somebody outside chooses the factor: the product can wrap around, and less is allocated than is used. Bound it before, or use calloc.`,
    );
  } else if (isUnbounded(size)) reportRoom(context, call.node, context.tree.text(argument.node));
  const pointer = pointerSize(context, argument);
  const target = call.node.parent;
  const assignedTo = target?.children.find((child) => child.field === 'declarator' || child.field === 'left');
  if (pointer !== null && assignedTo && new RegExp(`\\b${pointer}$`).test(context.tree.text(assignedTo))) {
    context.report(
      'pointer-size',
      argument.node,
      `sizeof(${pointer}) is the size of a pointer: allocate sizeof(*${pointer}).`,
    );
  }
}
