/**
 * Parses JSON with comments and trailing commas, as tsconfig and jsconfig files are written.
 * @throws SyntaxError when what is left is not JSON.
 */
export function parseJsonc(text: string): unknown {
  return JSON.parse(plainJson(text));
}

/** One pass, so that no crafted file costs more than its length: comments become a space, commas before a closer go. */
function plainJson(text: string): string {
  let plain = '';
  let pendingComma = false;
  for (let at = 0; at < text.length;) {
    const char = text[at] as string;
    const end = tokenEnd(text, at);
    if (char === ',' && !pendingComma) {
      pendingComma = true;
    } else if (!isBlank(text, at)) {
      if (pendingComma && char !== '}' && char !== ']') plain += ',';
      pendingComma = false;
      plain += text.slice(at, end);
    } else {
      plain += ' ';
    }
    at = end;
  }
  return pendingComma ? `${plain},` : plain;
}

/** True for white space and at the start of a comment. */
function isBlank(text: string, at: number): boolean {
  return /\s/.test(text[at] as string) || text.startsWith('//', at) || text.startsWith('/*', at);
}

/** Where the string, comment or single character that starts here ends. */
function tokenEnd(text: string, at: number): number {
  if (text.startsWith('//', at)) return orEnd(text, text.indexOf('\n', at));
  if (text.startsWith('/*', at)) return orEnd(text, text.indexOf('*/', at + 2), 2);
  if (text[at] !== '"') return at + 1;
  let end = at + 1;
  while (end < text.length && text[end] !== '"') end += text[end] === '\\' ? 2 : 1;
  return Math.min(end + 1, text.length);
}

function orEnd(text: string, at: number, length = 0): number {
  return at < 0 ? text.length : at + length;
}

/** `value` as a plain object, or undefined: what was uploaded can hold anything. */
export function asRecord(value: unknown): Record<string, unknown> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined;
}

export function asString(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

export function asStrings(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((entry): entry is string => typeof entry === 'string') : [];
}
