import { uuidText } from '../../ids/uuid-text.js';
import { codeOf, dictionary } from './dictionary.js';

/**
 * JSON in few bytes, for the stream and for the record's rows: `unpack(pack(x))` equals `x` for every JSON value of
 * well-formed texts. Each value is a tag and its content: known words and small numbers are the tag alone; UUIDs, digests in
 * lower-case hex or base64url are their bytes, once each; whole numbers and hundredths (durations) are LEB128 varints; anything else is
 * UTF-8 or a double. An event of a request takes a quarter of its JSON. A general compressor does worse on pieces this small,
 * and a schema per event type would have to be kept in step with every room.
 */
const NULL = 0x00;
const FALSE = 0x01;
const TRUE = 0x02;
const UUID = 0x03;
const HEX = 0x04;
const BASE64URL = 0x05;
const UTF8 = 0x06;
const WHOLE = 0x07;
const NEGATIVE = 0x08;
const HUNDREDTHS = 0x09;
const DOUBLE = 0x0a;
const ARRAY = 0x0b;
const OBJECT = 0x0c;
/** Words beyond the first 192: the tag and their number. */
const WORD = 0x0d;
/** A digest or UUID that came before in the same value: the tag and its place among those. */
const AGAIN = 0x0e;
const SMALL = 0x10;
const SMALL_COUNT = 48;
const SHORT_WORD = 0x40;
const SHORT_WORD_COUNT = 192;

const DEPTH_LIMIT = 32;
/** Texts shorter than this are not worth a look at what they are made of. */
const DIGEST_LENGTH = 11;
/** Digests of one value that are looked for again. */
const DIGESTS_LIMIT = 64;
const HUNDREDTHS_LIMIT = 2 ** 45;

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const hex = /^(?:[0-9a-f]{2})+$/;
const base64url = /^[\w-]+$/;

export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json | undefined };

/** @throws RangeError for what is nested deeper than 32 levels. Members that are undefined are left out, as in JSON. */
export function pack(value: unknown): Buffer {
  const out = new Packer();
  out.value(value as Json, 0);
  return out.bytes();
}

/** @throws RangeError for bytes that `pack` did not make. */
export function unpack(bytes: Buffer): unknown {
  const input = new Unpacker(bytes);
  const value = input.value(0);
  if (!input.atEnd) throw new RangeError('bytes are left over');
  return value;
}

class Packer {
  private buffer = Buffer.allocUnsafe(512);
  private at = 0;
  private readonly digests: string[] = [];

  bytes(): Buffer {
    return this.buffer.subarray(0, this.at);
  }

  value(value: Json, depth: number): void {
    if (typeof value === 'string') this.text(value);
    else if (typeof value === 'number') this.number(value);
    else if (typeof value === 'boolean') this.byte(value ? TRUE : FALSE);
    else if (value === null) this.byte(NULL);
    else if (depth >= DEPTH_LIMIT) throw new RangeError('the value is nested too deeply');
    else if (isArray(value)) {
      this.byte(ARRAY);
      this.varint(value.length);
      for (const item of value) this.value(item ?? null, depth + 1);
    } else {
      const members = Object.entries(value).filter((member): member is [string, Json] => member[1] !== undefined);
      this.byte(OBJECT);
      this.varint(members.length);
      for (const [name, member] of members) {
        this.text(name);
        this.value(member, depth + 1);
      }
    }
  }

  private text(text: string): void {
    const code = codeOf.get(text);
    if (code !== undefined && code < SHORT_WORD_COUNT) return this.byte(SHORT_WORD + code);
    if (code !== undefined) {
      this.byte(WORD);
      return this.varint(code);
    }
    if (text.length < DIGEST_LENGTH || !this.digest(text)) this.counted(UTF8, text);
  }

  /** False when the text is none. */
  private digest(text: string): boolean {
    const known = this.digests.indexOf(text);
    if (known >= 0) {
      this.byte(AGAIN);
      this.varint(known);
      return true;
    }
    if (text.length === 36 && uuid.test(text)) {
      this.byte(UUID);
      this.raw(Buffer.from(text.replaceAll('-', ''), 'hex'));
    } else if (hex.test(text)) this.counted(HEX, Buffer.from(text, 'hex'));
    else if (base64url.test(text)) {
      const bytes = Buffer.from(text, 'base64url');
      if (bytes.toString('base64url') !== text) return false;
      this.counted(BASE64URL, bytes);
    } else return false;
    if (this.digests.length < DIGESTS_LIMIT) this.digests.push(text);
    return true;
  }

  private number(value: number): void {
    if (Number.isSafeInteger(value) && !Object.is(value, -0)) {
      if (value >= 0 && value < SMALL_COUNT) return this.byte(SMALL + value);
      this.byte(value < 0 ? NEGATIVE : WHOLE);
      return this.varint(Math.abs(value));
    }
    const hundredths = Math.round(value * 100);
    if (value > 0 && hundredths < HUNDREDTHS_LIMIT && hundredths / 100 === value) {
      this.byte(HUNDREDTHS);
      return this.varint(hundredths);
    }
    // As JSON has it: neither infinities nor NaN.
    if (!Number.isFinite(value)) return this.byte(NULL);
    this.byte(DOUBLE);
    this.room(8);
    this.at = this.buffer.writeDoubleBE(value, this.at);
  }

  private counted(tag: number, content: Buffer | string): void {
    this.byte(tag);
    if (typeof content !== 'string') {
      this.varint(content.length);
      return this.raw(content);
    }
    const length = Buffer.byteLength(content);
    this.varint(length);
    this.room(length);
    this.at += this.buffer.write(content, this.at);
  }

  private varint(value: number): void {
    let rest = value;
    while (rest >= 0x80) {
      this.byte((rest % 0x80) | 0x80);
      rest = Math.floor(rest / 0x80);
    }
    this.byte(rest);
  }

  private raw(bytes: Buffer): void {
    this.room(bytes.length);
    this.at += bytes.copy(this.buffer, this.at);
  }

  private byte(byte: number): void {
    this.room(1);
    this.buffer[this.at] = byte;
    this.at += 1;
  }

  private room(bytes: number): void {
    if (this.at + bytes <= this.buffer.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.buffer.length * 2, this.at + bytes));
    this.buffer.copy(larger, 0, 0, this.at);
    this.buffer = larger;
  }
}

class Unpacker {
  private at = 0;
  private readonly digests: string[] = [];

  constructor(private readonly buffer: Buffer) {}

  get atEnd(): boolean {
    return this.at === this.buffer.length;
  }

  value(depth: number): unknown {
    const tag = this.byte();
    if (tag >= SHORT_WORD) return wordOf(tag - SHORT_WORD);
    if (tag >= SMALL) return tag - SMALL;
    switch (tag) {
      case NULL:
        return null;
      case FALSE:
        return false;
      case TRUE:
        return true;
      case WORD:
        return wordOf(this.varint());
      case WHOLE:
        return this.varint();
      case NEGATIVE:
        return -this.varint();
      case HUNDREDTHS:
        return this.varint() / 100;
      case DOUBLE:
        return this.raw(8).readDoubleBE();
      case UUID:
        return this.digest(uuidText(this.raw(16)));
      case HEX:
        return this.digest(this.raw(this.varint()).toString('hex'));
      case BASE64URL:
        return this.digest(this.raw(this.varint()).toString('base64url'));
      case AGAIN:
        return this.again();
      case UTF8:
        return this.raw(this.varint()).toString('utf8');
      case ARRAY:
        return this.array(depth + 1);
      case OBJECT:
        return this.object(depth + 1);
      default:
        throw new RangeError('no such tag');
    }
  }

  private digest(text: string): string {
    if (this.digests.length < DIGESTS_LIMIT) this.digests.push(text);
    return text;
  }

  private again(): string {
    const text = this.digests[this.varint()];
    if (text === undefined) throw new RangeError('no such digest');
    return text;
  }

  private array(depth: number): unknown[] {
    const items: unknown[] = [];
    for (let left = this.length(depth); left > 0; left -= 1) items.push(this.value(depth));
    return items;
  }

  private object(depth: number): Record<string, unknown> {
    const members: Record<string, unknown> = {};
    for (let left = this.length(depth); left > 0; left -= 1) {
      const name = this.value(depth);
      if (typeof name !== 'string') throw new RangeError('a member has no name');
      const value = this.value(depth);
      // Assigned, this name would set the prototype.
      if (name === '__proto__') Object.defineProperty(members, name, { ...asMember, value });
      else members[name] = value;
    }
    return members;
  }

  private length(depth: number): number {
    if (depth > DEPTH_LIMIT) throw new RangeError('the value is nested too deeply');
    return this.varint();
  }

  private varint(): number {
    let value = 0;
    for (let scale = 1; scale <= 2 ** 49; scale *= 0x80) {
      const byte = this.byte();
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) return value;
    }
    throw new RangeError('a number is too long');
  }

  private raw(length: number): Buffer {
    if (this.at + length > this.buffer.length) throw new RangeError('bytes are missing');
    this.at += length;
    return this.buffer.subarray(this.at - length, this.at);
  }

  private byte(): number {
    const byte = this.buffer[this.at];
    if (byte === undefined) throw new RangeError('bytes are missing');
    this.at += 1;
    return byte;
  }
}

const asMember = { enumerable: true, configurable: true, writable: true } as const;

function wordOf(code: number): string {
  const word = dictionary[code];
  if (word === undefined) throw new RangeError('no such word');
  return word;
}

function isArray(value: object): value is readonly Json[] {
  return Array.isArray(value);
}
