import type { Place } from '../manifest.js';

/** JSON with the place of each value, which `JSON.parse` does not tell. */
export type JsonNode = Place &
  (
    | { readonly kind: 'object'; readonly members: readonly JsonMember[] }
    | { readonly kind: 'array'; readonly items: readonly JsonNode[] }
    | { readonly kind: 'string'; readonly value: string }
    | { readonly kind: 'other' }
  );

export interface JsonMember extends Place {
  readonly key: string;
  readonly value: JsonNode;
}

export interface JsonText {
  readonly root: JsonNode | null;
  /** Where it stops being JSON; what was read before stands in `root`. */
  readonly fault: (Place & { message: string }) | null;
}

/** No manifest nests deeper; the reader's own stack stays small. */
const MAX_DEPTH = 64;

/** Reads JSON. Linear; a mistake ends it, and all that stood before the mistake is kept. */
export function readJson(text: string): JsonText {
  const reader = new JsonReader(text);
  const root = reader.value(0);
  if (reader.fault === null && reader.rest() < text.length) reader.fail('Nothing may follow the JSON value.');
  return { root, fault: reader.fault };
}

/** The members of an object, by way of the keys; none when something else stands there. Of two equal keys the last counts. */
export function membersAt(root: JsonNode | null, ...path: readonly string[]): readonly JsonMember[] {
  const node = nodeAt(root, ...path);
  return node?.kind === 'object' ? node.members : [];
}

export function nodeAt(root: JsonNode | null, ...path: readonly string[]): JsonNode | null {
  let node = root;
  for (const key of path) {
    if (node?.kind !== 'object') return null;
    node = node.members.findLast((member) => member.key === key)?.value ?? null;
  }
  return node;
}

class JsonReader {
  fault: (Place & { message: string }) | null = null;
  private at = 0;

  constructor(private readonly text: string) {
    if (text.charCodeAt(0) === 0xfeff) this.at = 1;
  }

  value(depth: number): JsonNode | null {
    const start = this.rest();
    const first = this.text[start];
    if (depth > MAX_DEPTH) return this.fail('This nests too deep for a manifest.');
    if (first === '{') return this.object(depth);
    if (first === '[') return this.array(depth);
    if (first === '"') {
      const value = this.string();
      return value === null ? null : { kind: 'string', value, start, end: this.at };
    }
    const other = /[\w+.-]{1,64}/y;
    other.lastIndex = start;
    if (!other.test(this.text)) return this.fail('A JSON value is expected here.');
    this.at = other.lastIndex;
    return { kind: 'other', start, end: this.at };
  }

  /** Offset of the next character that is not white space. */
  rest(): number {
    for (; this.at < this.text.length; this.at += 1) {
      const unit = this.text.charCodeAt(this.at);
      if (unit !== 32 && (unit < 9 || unit > 13)) break;
    }
    return this.at;
  }

  fail(message: string): null {
    const start = Math.min(this.at, Math.max(0, this.text.length - 1));
    this.fault ??= { start, end: Math.min(this.text.length, start + 1), message };
    return null;
  }

  private object(depth: number): JsonNode {
    const start = this.at;
    const members: JsonMember[] = [];
    this.at += 1;
    while (this.fault === null && this.text[this.rest()] !== '}') {
      const from = this.at;
      if (this.text[from] !== '"') {
        this.fail('A name in double quotes is expected here.');
        break;
      }
      const key = this.string();
      if (key === null) break;
      if (this.text[this.rest()] !== ':') {
        this.fail('A colon is expected here.');
        break;
      }
      this.at += 1;
      const value = this.value(depth + 1);
      if (value !== null) members.push({ key, value, start: from, end: value.end });
      this.separator('}');
    }
    this.at += 1;
    return { kind: 'object', members, start, end: Math.min(this.at, this.text.length) };
  }

  private array(depth: number): JsonNode {
    const start = this.at;
    const items: JsonNode[] = [];
    this.at += 1;
    while (this.fault === null && this.text[this.rest()] !== ']') {
      const item = this.value(depth + 1);
      if (item !== null) items.push(item);
      this.separator(']');
    }
    this.at += 1;
    return { kind: 'array', items, start, end: Math.min(this.at, this.text.length) };
  }

  private separator(end: string): void {
    if (this.fault !== null || this.text[this.rest()] === end) return;
    if (this.text[this.at] === ',') this.at += 1;
    else this.fail(`A comma or ${end} is expected here.`);
  }

  private string(): string | null {
    const start = this.at;
    for (let at = start + 1; at < this.text.length; at += 1) {
      const character = this.text[at];
      if (character === '\\') at += 1;
      else if (character === '\n') break;
      else if (character === '"') {
        this.at = at + 1;
        return decoded(this.text.slice(start, this.at));
      }
    }
    return this.fail('This string does not end.');
  }
}

function decoded(literal: string): string {
  try {
    return String(JSON.parse(literal));
  } catch {
    return literal.slice(1, -1);
  }
}
