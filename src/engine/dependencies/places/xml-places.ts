import type { Place, Written } from '../manifest.js';

export interface XmlElement extends Place {
  /** Without a namespace's prefix. */
  readonly name: string;
  readonly attributes: ReadonlyMap<string, Written>;
  readonly children: XmlElement[];
  /** The text directly inside, trimmed; the last piece when there are several. */
  text: Written | null;
  end: number;
}

export interface XmlText {
  readonly root: XmlElement;
  readonly comments: readonly Place[];
  readonly fault: (Place & { message: string }) | null;
}

const MAX_DEPTH = 64;
const MAX_ELEMENTS = 50_000;
/** Characters of a tag in which attributes are looked for. */
const MAX_TAG = 10_000;

/**
 * Reads elements, attributes and texts. A document type is skipped whole: no entity of a manifest is ever expanded, read or
 * fetched. Linear: each step moves on, and what does not end is a fault.
 */
export function readXml(source: string): XmlText {
  const root: XmlElement = { name: '', attributes: new Map(), children: [], text: null, start: 0, end: source.length };
  const comments: Place[] = [];
  const stack = [root];
  const done = (at: number, message: string | null): XmlText => ({
    root,
    comments,
    fault: message === null ? null : { start: at, end: Math.min(source.length, at + 1), message },
  });
  let elements = 0;
  for (let at = 0; ;) {
    const open = source.indexOf('<', at);
    note(stack.at(-1), source, at, open < 0 ? source.length : open);
    if (open < 0) return done(source.length - 1, stack.length > 1 ? `<${stack.at(-1)?.name}> is not closed.` : null);
    const end = endOfMarkup(source, open);
    if (end < 0) return done(open, 'This does not end.');
    const second = source[open + 1];
    if (source.startsWith('<!--', open)) comments.push({ start: open, end });
    else if (source.startsWith('<![CDATA[', open)) note(stack.at(-1), source, open + 9, end - 3);
    else if (second === '/') {
      const name = localName(source.slice(open + 2, end - 1).trim());
      const closed = stack.findLastIndex((element, depth) => depth > 0 && element.name === name);
      if (closed < 0) return done(open, `</${name.slice(0, 40)}> closes nothing.`);
      for (const element of stack.splice(closed)) element.end = end;
    } else if (second !== '!' && second !== '?') {
      const element = elementOf(source, open, end);
      if (element === null) return done(open, 'This is no element.');
      elements += 1;
      if (elements > MAX_ELEMENTS || stack.length > MAX_DEPTH) return done(open, 'This is too much for a manifest.');
      stack.at(-1)?.children.push(element);
      if (source[end - 2] !== '/') stack.push(element);
    }
    at = end;
  }
}

export function childrenNamed(element: XmlElement | undefined, name: string): XmlElement[] {
  return element?.children.filter((child) => child.name === name) ?? [];
}

export function childNamed(element: XmlElement | undefined, name: string): XmlElement | undefined {
  return element?.children.find((child) => child.name === name);
}

/** All elements of these names, in source order. */
export function* descendants(element: XmlElement, names: ReadonlySet<string>): Generator<XmlElement> {
  for (const child of element.children) {
    if (names.has(child.name)) yield child;
    yield* descendants(child, names);
  }
}

function note(element: XmlElement | undefined, source: string, from: number, to: number): void {
  if (element === undefined) return;
  let start = from;
  let end = to;
  while (start < end && source.charCodeAt(start) <= 32) start += 1;
  while (end > start && source.charCodeAt(end - 1) <= 32) end -= 1;
  if (start < end) element.text = { text: source.slice(start, end), start, end };
}

function endOfMarkup(source: string, open: number): number {
  const after = (text: string, from: number): number => {
    const at = source.indexOf(text, from);
    return at < 0 ? -1 : at + text.length;
  };
  if (source.startsWith('<!--', open)) return after('-->', open + 4);
  if (source.startsWith('<![CDATA[', open)) return after(']]>', open + 9);
  if (source.startsWith('<?', open)) return after('?>', open + 2);
  if (source.startsWith('<!', open)) return endOfDoctype(source, open);
  let quote = '';
  for (let at = open + 1; at < source.length; at += 1) {
    const character = source[at] ?? '';
    if (quote !== '') quote = character === quote ? '' : quote;
    else if (character === '"' || character === "'") quote = character;
    else if (character === '>') return at + 1;
    else if (character === '<') return -1;
  }
  return -1;
}

function endOfDoctype(source: string, open: number): number {
  let inside = false;
  for (let at = open; at < source.length; at += 1) {
    const character = source[at];
    if (character === '[') inside = true;
    else if (character === ']') inside = false;
    else if (character === '>' && !inside) return at + 1;
  }
  return -1;
}

function elementOf(source: string, open: number, end: number): XmlElement | null {
  const name = /^[\w:.-]{1,200}/.exec(source.slice(open + 1, Math.min(end, open + 202)))?.[0];
  if (name === undefined) return null;
  const attributes = new Map<string, Written>();
  const attribute = /([\w:.-]{1,200})\s{0,50}=\s{0,50}(?:"([^"<]*)"|'([^'<]*)')/g;
  for (const found of source.slice(open, Math.min(end, open + MAX_TAG)).matchAll(attribute)) {
    const text = found[2] ?? found[3] ?? '';
    const last = open + found.index + found[0].length - 1;
    attributes.set(localName(found[1] ?? ''), { text, start: last - text.length, end: last });
  }
  return { name: localName(name), attributes, children: [], text: null, start: open, end };
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}
