import type { Expression } from '../flow/core-tree.js';
import { unescape } from '../flow/lowering/lowering-base.js';
import { assignTo } from './assign-memory.js';
import { type Cell, NOT_NULL, NULL, nullCell, numberCell, unknownCell } from './cell.js';
import { checkIndex } from './check-index.js';
import { follow } from './follow-pointer.js';
import { isAddress, type MemoryContext, operatorOf, placeKey } from './memory-context.js';
import { binaryCell, plus } from './number-cells.js';
import { evaluateMemoryCall } from './memory-calls.js';
import { cellOf, type MemoryState } from './memory-state.js';
import { arrayBytes, type CType, elementBytes, writtenBytes } from './sizes.js';

/** What an expression's value is, and what is wrong with the way it is made. */
export function evaluateMemory(context: MemoryContext, expression: Expression, state: MemoryState): Cell {
  switch (expression.type) {
    case 'literal':
      return literalCell(context, expression);
    case 'name':
      return nameCell(context, expression, state);
    case 'member':
      return memberCell(context, expression, state);
    case 'index':
      return indexCell(context, expression, state);
    case 'call':
      return evaluateMemoryCall(context, expression, state);
    case 'assign':
      return assignTo(context, expression, state);
    case 'sum':
      return expression.parts.map((part) => context.evaluate(part, state)).reduce((all, part) => plus(all, part));
    case 'binary':
      return binaryCell(context, expression, state);
    case 'unary': {
      const operand = context.evaluate(expression.operand, state);
      if (expression.operator === '-')
        return { ...unknownCell, low: -operand.high, high: -operand.low, chooser: operand.chooser };
      return expression.operator === '!'
        ? { ...unknownCell, low: 0, high: 1 }
        : { ...unknownCell, chooser: operand.chooser };
    }
    case 'choice': {
      const ends: MemoryState[] = [];
      const ways = [true, false].flatMap((side) => {
        const way = context.assume(expression.condition, state, side);
        if (!way) return [];
        ends.push(way);
        return [context.evaluate(side ? expression.whenTrue : expression.whenFalse, way)];
      });
      // What both sides gave a value has one.
      if (ends.length > 0) state.takeAssigned(ends);
      const [first = unknownCell, second] = ways;
      if (!second) return first;
      return {
        ...unknownCell,
        low: Math.min(first.low, second.low),
        high: Math.max(first.high, second.high),
        heap: [...first.heap, ...second.heap],
        chooser: first.chooser ?? second.chooser,
      };
    }
    case 'compose': {
      const lengths = expression.parts.map((part) => context.evaluate(part, state).textLength);
      const textLength = lengths.reduce<number | null>(
        (all, one) => (all === null || one === null ? null : all + one),
        0,
      );
      return {
        ...unknownCell,
        nullness: NOT_NULL,
        storage: 'static',
        textLength,
        bytes: textLength === null ? null : textLength + 1,
        step: 1,
      };
    }
    case 'list':
      for (const item of expression.items) state.escape(context.evaluate(item, state));
      return unknownCell;
    case 'record':
      for (const entry of expression.entries) state.escape(context.evaluate(entry.value, state));
      return unknownCell;
    case 'comprehension':
      return unknownCell;
    case 'function':
      captured(context, expression, state);
      return unknownCell;
    case 'opaque':
      return opaqueCell(context, expression, state);
  }
}

function textCell(length: number): Cell {
  return { ...unknownCell, nullness: NOT_NULL, storage: 'static', textLength: length, bytes: length + 1, step: 1 };
}

function literalCell(context: MemoryContext, expression: Expression & { type: 'literal' }): Cell {
  const { value, node } = expression;
  if (value === null) return nullCell;
  if (typeof value === 'number') return numberCell(value);
  if (typeof value === 'boolean') return numberCell(value ? 1 : 0);
  if (node.kind === 'char_literal') return { ...numberCell(value.charCodeAt(0)), nullness: value === '\0' ? NULL : 0 };
  const text = node.kind === 'string_literal' ? unescape(context.tree.text(node).slice(1, -1)) : value;
  return {
    ...unknownCell,
    nullness: NOT_NULL,
    storage: 'static',
    textLength: text.length,
    bytes: text.length + 1,
    step: 1,
  };
}

function nameCell(context: MemoryContext, expression: Expression & { type: 'name' }, state: MemoryState): Cell {
  const { name, node } = expression;
  const type = context.typeOf(name);
  if (isAddress(expression)) {
    const bytes = type ? arrayBytes(type) : null;
    // Whoever has its address may give it a value.
    state.update(name, { assigned: 'yes', metAt: -1 });
    const storage = context.isLocal(name) && type && !type.isStatic && !type.isReference ? 'stack' : 'static';
    return { ...unknownCell, nullness: NOT_NULL, bytes, step: bytes, storage };
  }
  const cell = state.get(name);
  if (type && type.dimensions.length > 0) return arrayCell(context, name, state);
  if (cell) {
    readVariable(context, name, cell, node, state);
    return state.get(name) ?? cell;
  }
  const constant = context.isLocal(name) ? null : context.constants.value(name);
  if (constant !== null) return numberCell(constant);
  const length = context.isLocal(name) ? null : context.constants.textLength(name);
  if (length !== null) return textCell(length);
  return type?.unsigned && type.pointers === 0 ? { ...unknownCell, low: 0, unsigned: true } : unknownCell;
}

/** An array stands for the address of its first element. */
function arrayCell(context: MemoryContext, name: string, state: MemoryState): Cell {
  const type = context.typeOf(name);
  const cell = cellOf(state, name);
  if (!type) return cell;
  const bytes = arrayBytes(type);
  const [length] = type.dimensions;
  const step = bytes !== null && length ? bytes / length : elementBytes(type);
  const storage = context.isLocal(name) && !type.isStatic ? 'stack' : 'static';
  return { ...cell, nullness: NOT_NULL, bytes, step, storage, heap: [], life: 0 };
}

function readVariable(
  context: MemoryContext,
  name: string,
  cell: Cell,
  node: Expression['node'],
  state: MemoryState,
): void {
  const never = cell.assigned === 'no';
  const sometimes = cell.assigned === 'maybe' && cell.metAt >= context.level;
  if (!never && !sometimes) return;
  context.report(
    'uninitialised',
    node,
    never
      ? `${name} is read before it was given a value. Initialise it where it is declared.`
      : `${name} has no value here on the way that skips its assignment. Initialise it where it is declared.`,
  );
  state.update(name, { assigned: 'yes' });
}

function memberCell(context: MemoryContext, expression: Expression & { type: 'member' }, state: MemoryState): Cell {
  const { object, property, node } = expression;
  const field = node.kind === 'pointer_expression' ? node.children.find((child) => child.field === 'argument') : node;
  if (field && operatorOf(field) === '->') {
    follow(context, object, context.evaluate(object, state), state, isAddress(expression));
  } else if (object.type !== 'name') context.evaluate(object, state);
  const key = placeKey({ ...expression, node: field ?? node });
  const type = context.fields.get(property);
  if (isAddress(expression)) {
    if (key !== null) state.forget(key);
    return { ...unknownCell, nullness: NOT_NULL, bytes: type ? arrayBytes(type) : null };
  }
  if (type && type.dimensions.length > 0) {
    const [length] = type.dimensions;
    // An array of one at the end of a structure is as long as what was allocated for it.
    if (length !== null && length !== undefined && length <= 1) return { ...unknownCell, nullness: NOT_NULL };
    const bytes = arrayBytes(type);
    return {
      ...unknownCell,
      nullness: NOT_NULL,
      bytes,
      step: bytes !== null && length ? bytes / length : elementBytes(type),
    };
  }
  return (key === null ? undefined : state.get(key)) ?? writtenByOthers(context, object, type ?? undefined);
}

/** Structures that come from outside as they are: what they say of themselves is somebody's choice. */
const messages =
  /(^|_)(pkt|packet|msg|message|hdr|header|frame|request|record|chunk|pdu|datagram)(_|$|\d)|(Packet|Message|Header|Frame|Chunk|Pdu)$/i;

/** `recv(fd, &packet, sizeof packet, 0)`: what the structure says is the sender's. */
function isReceived(context: MemoryContext, name: string): boolean {
  return new RegExp(`\\b(?:recv|recvfrom|read|fread|SSL_read)\\s*\\([^;]{0,60}&\\s*${name}\\b`).test(
    context.functionText(),
  );
}

/** A number in a structure that a parameter points to, or that was received. */
function writtenByOthers(context: MemoryContext, object: Expression, type: CType | undefined): Cell {
  if (object.type !== 'name' || !type?.isPlain || type.pointers > 0) return unknownCell;
  const holder = context.typeOf(object.name);
  if (holder?.pointers === 0 && isReceived(context, object.name))
    return { ...unknownCell, chooser: 'outside', unsigned: type.unsigned, low: type.unsigned ? 0 : -Infinity };
  if (!holder || holder.pointers !== 1 || !messages.test(holder.base)) return unknownCell;
  return { ...unknownCell, chooser: 'caller', unsigned: type.unsigned, low: type.unsigned ? 0 : -Infinity };
}

function indexCell(context: MemoryContext, expression: Expression & { type: 'index' }, state: MemoryState): Cell {
  const { object, key } = expression;
  const holder = context.evaluate(object, state);
  const address = isAddress(expression);
  if (!address || holder.heap.length > 0) follow(context, object, holder, state);
  const index = key ? context.evaluate(key, state) : numberCell(0);
  if (key) checkIndex(context, expression, holder, index, address);
  // A row of a table is an array again.
  const type = object.type === 'name' ? context.typeOf(object.name) : undefined;
  if (address) return { ...unknownCell, nullness: NOT_NULL, storage: holder.storage };
  if (type && type.dimensions.length > 1) {
    const [, ...rest] = type.dimensions;
    const row = { ...type, dimensions: rest };
    const bytes = arrayBytes(row);
    return { ...unknownCell, nullness: NOT_NULL, bytes, step: elementBytes(row) };
  }
  return unknownCell;
}

/** What a lambda names it may keep. */
function captured(context: MemoryContext, expression: Expression & { type: 'function' }, state: MemoryState): void {
  for (const name of new Set(context.tree.text(expression.node).match(/\b[A-Za-z_]\w*\b/g) ?? [])) {
    const cell = state.get(name);
    if (!cell) continue;
    state.escape(cell);
    state.update(name, { assigned: 'yes', metAt: -1, unchecked: false });
  }
}

function opaqueCell(context: MemoryContext, expression: Expression & { type: 'opaque' }, state: MemoryState): Cell {
  const { node } = expression;
  if (node.kind === 'sizeof_expression') return sizeofCell(context, expression);
  const cells = expression.parts.map((part) => context.evaluate(part, state));
  if (node.kind === 'comma_expression') return cells.at(-1) ?? unknownCell;
  // Nobody here knows what happens inside: it may keep what it is given.
  for (const cell of cells) state.escape(cell);
  return unknownCell;
}

function sizeofCell(context: MemoryContext, expression: Expression): Cell {
  const { node } = expression;
  const type = node.children.find((child) => child.field === 'type');
  const value = node.children.find((child) => child.field === 'value');
  const text = context.tree
    .text(type ?? value ?? node)
    .replace(/^\(|\)$/g, '')
    .trim();
  const known = context.typeOf(text);
  const bytes = known
    ? known.pointers > 0 && known.dimensions.length === 0
      ? 8
      : arrayBytes(known)
    : type
      ? writtenBytes(text)
      : fieldBytes(context, text);
  return bytes === null ? { ...unknownCell, low: 1, unsigned: true } : { ...numberCell(bytes), unsigned: true };
}

/** `sizeof(s->name)`, `sizeof *p`, `sizeof(buf[0])`. */
function fieldBytes(context: MemoryContext, text: string): number | null {
  const field = /(?:->|\.)(\w+)$/.exec(text)?.[1];
  const type = field === undefined ? undefined : context.fields.get(field);
  if (type) return arrayBytes(type);
  const element = /^\*?\(?(\w+)\)?(?:\[[^\]]*\])?$/.exec(text)?.[1];
  const holder = element === undefined || element === text ? undefined : context.typeOf(element);
  if (!holder) return null;
  return elementBytes(holder.dimensions.length > 0 ? holder : { ...holder, pointers: holder.pointers - 1 });
}
