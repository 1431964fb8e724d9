/** `std::getline` and `getline` are one name; in models and rules it is the short one. */
export function plainName(text: string): string {
  return text.replace(/^(::)?(std::)?/, '').replace(/\s+/g, '');
}

/** The last name of a written type: `const std::vector<int>` → `vector`, `struct node` → `node`; null when deduced. */
export function typeName(text: string): string | null {
  const plain = text.replace(/<[^]*$/, '').replace(/\b(const|volatile|struct|union|enum|class|typename)\b/g, '');
  const last =
    plain
      .trim()
      .split(/::|\s+/)
      .at(-1) ?? '';
  return last === '' || last === 'auto' ? null : last;
}

/** Types that are no class: their name says nothing of what a variable can do. */
export const primitiveKinds: ReadonlySet<string> = new Set(['primitive_type', 'sized_type_specifier']);

/** Casts that look like calls: `static_cast<int>(x)`. */
export function isCastName(text: string): boolean {
  return /^(static|reinterpret|const|dynamic|bit)_cast\b/.test(text);
}

/** Number literals of C, C++: suffixes, digit separators, octal; null for what is no plain number. */
export function numberValue(text: string): number | null {
  const plain = text.replaceAll("'", '');
  const whole = plain.replace(/^(0[xX][0-9a-fA-F]+|0[bB][01]+|\d+)[uUlLzZ]*$/, '$1');
  if (/^0[0-7]+$/.test(whole)) return parseInt(whole, 8);
  const value = Number(/^0[xX]/.test(whole) ? whole : whole.replace(/[fFlL]$/, ''));
  return whole === '' || Number.isNaN(value) ? null : value;
}

/** Types whose constructor keeps the one text that it is given. */
export function isTextType(text: string): boolean {
  return /^(?:::)?(?:std::(?:w?string|string_view|filesystem::path)|string|string_view|(?:fs|filesystem|bfs|boost::filesystem)::path|QString|QLatin1String)$/.test(
    text,
  );
}

/**
 * Names of variables, fields and parameters that are declared as paths: `a / b` joins them.
 */
export function pathNames(source: string): ReadonlySet<string> {
  const names = new Set<string>();
  if (!source.includes('path')) return names;
  for (const [, name] of source.matchAll(/\bpath(?:\s+const)?\s*&{0,2}\s*(\w+)\s*[;=({,)]/g))
    if (name !== undefined) names.add(name);
  return names;
}
