import type { Place } from '../manifest.js';

/** What manifests use of TOML, with places: tables, dotted keys, strings, arrays, inline tables. Other values stay text. */
export type TomlValue = Place &
  (
    | { readonly kind: 'string'; readonly value: string }
    | { readonly kind: 'array'; readonly items: readonly TomlValue[] }
    | { readonly kind: 'table'; readonly entries: readonly TomlEntry[] }
    | { readonly kind: 'other'; readonly text: string }
  );

export interface TomlEntry extends Place {
  /** A dotted key's parts. */
  readonly key: readonly string[];
  readonly keyPlace: Place;
  readonly value: TomlValue;
}

export interface TomlTable extends Place {
  /** `['tool', 'poetry', 'source']` for `[[tool.poetry.source]]`; empty before the first header. */
  readonly path: readonly string[];
  readonly entries: TomlEntry[];
}

export interface TomlText {
  readonly tables: readonly TomlTable[];
  readonly comments: readonly Place[];
  readonly fault: (Place & { message: string }) | null;
}

const MAX_DEPTH = 32;
const MAX_KEY_PARTS = 16;

/** Reads TOML line by line. A line that cannot be read is told (the first) and left out; the next ones are read. */
export function readToml(text: string): TomlText {
  return new TomlReader(text).read();
}

class TomlReader {
  private at = 0;
  private readonly tables: TomlTable[] = [{ path: [], entries: [], start: 0, end: 0 }];
  private readonly comments: Place[] = [];
  private fault: (Place & { message: string }) | null = null;

  constructor(private readonly text: string) {
    if (text.charCodeAt(0) === 0xfeff) this.at = 1;
  }

  read(): TomlText {
    for (this.space(true); this.at < this.text.length; this.space(true)) {
      const from = this.at;
      if (!(this.text[from] === '[' ? this.header() : this.line())) {
        this.fault ??= { start: from, end: this.lineEnd(from), message: 'This line is not TOML.' };
        this.at = Math.max(from + 1, this.lineEnd(this.at));
      }
    }
    return { tables: this.tables, comments: this.comments, fault: this.fault };
  }

  private header(): boolean {
    const start = this.at;
    const double = this.text.startsWith('[[', start);
    this.at += double ? 2 : 1;
    const path = this.key();
    if (path === null || !this.text.startsWith(double ? ']]' : ']', this.at)) return false;
    this.at += double ? 2 : 1;
    this.tables.push({ path, entries: [], start, end: this.at });
    return true;
  }

  private line(): boolean {
    const entry = this.entry(0);
    if (entry !== null) this.tables.at(-1)?.entries.push(entry);
    return entry !== null;
  }

  private entry(depth: number): TomlEntry | null {
    const start = this.at;
    const key = this.key();
    const keyPlace = { start, end: this.trimmed(start) };
    if (key === null || this.text[this.at] !== '=') return null;
    this.at += 1;
    this.space(false);
    const value = this.value(depth);
    return value === null ? null : { key, keyPlace, value, start, end: value.end };
  }

  private trimmed(start: number): number {
    let end = this.at;
    while (end > start && /\s/.test(this.text[end - 1] ?? '')) end -= 1;
    return end;
  }

  private key(): string[] | null {
    const parts: string[] = [];
    for (;;) {
      this.space(false);
      const quoted = this.text[this.at] === '"' || this.text[this.at] === "'" ? this.string() : null;
      const bare = quoted === null ? this.match(/[\w-]{1,200}/y) : null;
      const part = quoted?.kind === 'string' ? quoted.value : bare;
      if (part === null || parts.length >= MAX_KEY_PARTS) return null;
      parts.push(part);
      this.space(false);
      if (this.text[this.at] !== '.') return parts;
      this.at += 1;
    }
  }

  private value(depth: number): TomlValue | null {
    const start = this.at;
    if (depth > MAX_DEPTH) return null;
    switch (this.text[start]) {
      case '"':
      case "'":
        return this.string();
      case '[':
        return this.array(depth);
      case '{':
        return this.inline(depth);
      default: {
        const text = this.match(/[\w+:.-]{1,100}/y);
        return text === null ? null : { kind: 'other', text, start, end: this.at };
      }
    }
  }

  private array(depth: number): TomlValue | null {
    const start = this.at;
    const items: TomlValue[] = [];
    this.at += 1;
    for (this.space(true); this.at < this.text.length && this.text[this.at] !== ']'; this.space(true)) {
      const item = this.value(depth + 1);
      if (item === null) return null;
      items.push(item);
      this.space(true);
      if (this.text[this.at] === ',') this.at += 1;
      else if (this.text[this.at] !== ']') return null;
    }
    this.at += 1;
    return { kind: 'array', items, start, end: Math.min(this.at, this.text.length) };
  }

  private inline(depth: number): TomlValue | null {
    const start = this.at;
    const entries: TomlEntry[] = [];
    this.at += 1;
    for (this.space(true); this.at < this.text.length && this.text[this.at] !== '}'; this.space(true)) {
      const entry = this.entry(depth + 1);
      if (entry === null) return null;
      entries.push(entry);
      this.space(true);
      if (this.text[this.at] === ',') this.at += 1;
      else if (this.text[this.at] !== '}') return null;
    }
    this.at += 1;
    return { kind: 'table', entries, start, end: Math.min(this.at, this.text.length) };
  }

  private string(): TomlValue | null {
    const start = this.at;
    const quote = this.text[start] ?? '"';
    const fence = this.text.startsWith(quote.repeat(3), start) ? quote.repeat(3) : quote;
    for (let at = start + fence.length; at < this.text.length; at += 1) {
      const character = this.text[at];
      if (character === '\\' && quote === '"') at += 1;
      else if (character === '\n' && fence.length === 1) return null;
      else if (character === quote && this.text.startsWith(fence, at)) {
        this.at = at + fence.length;
        return { kind: 'string', value: this.text.slice(start + fence.length, at), start, end: this.at };
      }
    }
    return null;
  }

  /** Skips blanks and comments, over line ends too when asked. */
  private space(lines: boolean): void {
    for (; this.at < this.text.length; this.at += 1) {
      const character = this.text[this.at] ?? '';
      if (character === '#') {
        const end = this.lineEnd(this.at);
        this.comments.push({ start: this.at, end });
        this.at = end - 1;
      } else if (character === '\n' || character === '\r' ? !lines : character !== ' ' && character !== '\t') return;
    }
  }

  private match(pattern: RegExp): string | null {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0] ?? null;
    if (found !== null) this.at += found.length;
    return found;
  }

  private lineEnd(from: number): number {
    const end = this.text.indexOf('\n', from);
    return end < 0 ? this.text.length : end;
  }
}
