/**
 * RFC 8785 (JSON Canonicalization Scheme): members sorted by the UTF-16 code units of their names, no white space, numbers
 * and texts as ECMAScript writes them. The same value has the same text everywhere, so its digest proves it. Members that
 * are undefined are left out.
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null';
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const members = value as Readonly<Record<string, unknown>>;
  let text = '';
  for (const name of sortedNames(members)) {
    const member = members[name];
    if (member === undefined) continue;
    text += `${text === '' ? '' : ','}${JSON.stringify(name)}:${canonicalJson(member)}`;
  }
  return `{${text}}`;
}

/** Events come in few shapes: the order of each is worked out once. */
const SHAPES_LIMIT = 512;
const shapes = new Map<string, readonly string[]>();

function sortedNames(members: object): readonly string[] {
  const names = Object.keys(members);
  if (names.length < 2) return names;
  const shape = names.join('\0');
  const known = shapes.get(shape);
  // As many separators as were kept leave none for within a name.
  if (known !== undefined && known.length === names.length) return known;
  names.sort();
  if (names.some((name) => name.includes('\0'))) return names;
  if (shapes.size >= SHAPES_LIMIT) shapes.clear();
  shapes.set(shape, names);
  return names;
}
