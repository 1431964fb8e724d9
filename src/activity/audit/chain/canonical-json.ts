/**
 * RFC 8785 (JSON Canonicalization Scheme): members sorted by the UTF-16 code units of their names, no white space, numbers
 * and texts as ECMAScript writes them. The same value has the same text everywhere, so its digest proves it. Members that
 * are undefined are left out.
 *
 * Written as bytes, into one buffer that is used again: a digest needs no text, and building one costs more than the digest.
 */
export function canonicalJson(value: unknown): string {
  const end = canonicalBytes(value, 0);
  return buffer.toString('utf8', 0, end);
}

/**
 * Hands over the canonical JSON of `value` with `before` in front of it. The bytes are good until the next call.
 */
export function withCanonicalJson<T>(before: Uint8Array, value: unknown, use: (bytes: Buffer) => T): T {
  room(before.length, 0);
  const end = canonicalBytes(value, before.length);
  buffer.set(before);
  return use(buffer.subarray(0, end));
}

const QUOTE = 0x22;
const OPENING_BRACE = 0x7b;
const CLOSING_BRACE = 0x7d;
const BACKSLASH = 0x5c;
const FIRST_BYTES = 16_384;
/** Above this the buffer is given back after use. */
const KEPT_BYTES = 1_048_576;
/** A UTF-16 unit is at most so many bytes of UTF-8. */
const UNIT_BYTES = 3;

let buffer = Buffer.allocUnsafe(FIRST_BYTES);
let at = 0;

function canonicalBytes(value: unknown, from: number): number {
  if (buffer.length > KEPT_BYTES) {
    const smaller = Buffer.allocUnsafe(FIRST_BYTES);
    buffer.copy(smaller, 0, 0, Math.min(from, FIRST_BYTES));
    buffer = smaller;
  }
  at = from;
  write(value);
  return at;
}

function write(value: unknown): void {
  if (typeof value === 'string') return text(value);
  if (typeof value === 'number') return ascii(Number.isFinite(value) ? String(value) : 'null');
  if (typeof value === 'boolean') return ascii(value ? 'true' : 'false');
  if (typeof value !== 'object' || value === null) return ascii('null');
  if (Array.isArray(value)) return array(value);
  object(value as Readonly<Record<string, unknown>>);
}

function array(items: readonly unknown[]): void {
  ascii('[');
  for (let index = 0; index < items.length; index += 1) {
    if (index > 0) ascii(',');
    write(items[index]);
  }
  ascii(']');
}

function object(members: Readonly<Record<string, unknown>>): void {
  const { order, prefixes } = shapeOf(Object.keys(members));
  const start = at;
  for (let index = 0; index < order.length; index += 1) {
    const member = members[order[index] as string];
    if (member === undefined) continue;
    bytes(prefixes[index] as Uint8Array);
    write(member);
  }
  if (at === start) return ascii('{}');
  buffer[start] = OPENING_BRACE;
  byte(CLOSING_BRACE);
}

/** Most texts are plain: anything that JSON escapes, or that is not ASCII, goes the long way. */
function text(value: string): void {
  const { length } = value;
  room(length + 2, at);
  const [out, start] = [buffer, at];
  out[start] = QUOTE;
  for (let index = 0; index < length; index += 1) {
    const unit = value.charCodeAt(index);
    if (unit < 0x20 || unit > 0x7e || unit === QUOTE || unit === BACKSLASH) return utf8(JSON.stringify(value));
    out[start + 1 + index] = unit;
  }
  out[start + 1 + length] = QUOTE;
  at = start + 2 + length;
}

function ascii(value: string): void {
  const { length } = value;
  room(length, at);
  const [out, start] = [buffer, at];
  for (let index = 0; index < length; index += 1) out[start + index] = value.charCodeAt(index);
  at = start + length;
}

function utf8(value: string): void {
  room(value.length * UNIT_BYTES, at);
  at += buffer.write(value, at);
}

function bytes(value: Uint8Array): void {
  const { length } = value;
  room(length, at);
  const [out, start] = [buffer, at];
  for (let index = 0; index < length; index += 1) out[start + index] = value[index] as number;
  at = start + length;
}

function byte(value: number): void {
  room(1, at);
  buffer[at++] = value;
}

function room(needed: number, used: number): void {
  if (used + needed <= buffer.length) return;
  const larger = Buffer.allocUnsafe(Math.max(buffer.length * 2, used + needed));
  buffer.copy(larger, 0, 0, used);
  buffer = larger;
}

interface Shape {
  /** Names as an object has them. */
  names: readonly string[];
  /** Sorted. */
  order: readonly string[];
  /** Of each sorted name: a comma (of the first that is there it becomes the brace), it as JSON, and the colon. */
  prefixes: readonly Uint8Array[];
}

/** Events come in few shapes: the order of each is worked out once. By the number of names, the newest of each number. */
const SHAPES_OF_A_NUMBER = 16;
const NAMES_LIMIT = 64;
const shapes: Shape[][] = [];

function shapeOf(names: readonly string[]): Shape {
  if (names.length > NAMES_LIMIT) return newShape(names);
  const known = (shapes[names.length] ??= []);
  for (let index = 0; index < known.length; index += 1) {
    const shape = known[index] as Shape;
    if (same(shape.names, names)) return shape;
  }
  const shape = newShape(names);
  if (known.length === SHAPES_OF_A_NUMBER) known.shift();
  known.push(shape);
  return shape;
}

function newShape(names: readonly string[]): Shape {
  const order = names.toSorted((a, b) => (a < b ? -1 : 1));
  return { names, order, prefixes: order.map((name) => Buffer.from(`,${JSON.stringify(name)}:`)) };
}

function same(some: readonly string[], others: readonly string[]): boolean {
  for (let index = 0; index < others.length; index += 1) if (some[index] !== others[index]) return false;
  return true;
}
