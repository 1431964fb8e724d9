/**
 * RFC 8785 (JSON Canonicalization Scheme): members sorted by the UTF-16 code units of their names, no white space, numbers
 * and texts as ECMAScript writes them. The same value has the same text everywhere, so its digest proves it. Members that
 * are undefined are left out.
 */
export function canonicalJson(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value);
    case 'number':
      return Number.isFinite(value) ? String(value) : 'null';
    case 'boolean':
      return value ? 'true' : 'false';
    case 'object':
      if (value === null) return 'null';
      return Array.isArray(value) ? `[${value.map(canonicalJson).join(',')}]` : object(value);
    default:
      return 'null';
  }
}

function object(value: object): string {
  const members = value as Readonly<Record<string, unknown>>;
  let text = '{';
  for (const { name, prefix } of sortedNames(members)) {
    const member = members[name];
    if (member === undefined) continue;
    text += text.length > 1 ? `,${prefix}` : prefix;
    text += canonicalJson(member);
  }
  return `${text}}`;
}

interface Name {
  name: string;
  /** The name as JSON, and the colon. */
  prefix: string;
}

/** Events come in few shapes: the order of each is worked out once. */
const SHAPES_LIMIT = 512;
const shapes = new Map<string, readonly Name[]>();

function sortedNames(members: object): readonly Name[] {
  const names = Object.keys(members);
  const shape = names.join('\0');
  const known = shapes.get(shape);
  // As many separators as were kept leave none for within a name.
  if (known !== undefined && known.length === names.length) return known;
  const sorted = names.sort().map((name) => ({ name, prefix: `${JSON.stringify(name)}:` }));
  if (names.some((name) => name.includes('\0'))) return sorted;
  if (shapes.size >= SHAPES_LIMIT) shapes.clear();
  shapes.set(shape, sorted);
  return sorted;
}
