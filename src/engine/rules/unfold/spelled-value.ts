/** What an expression spells: text, a number (a character's code), or a list of these. */
export type Spelled = string | number | readonly Spelled[];

/** Longest text that is put together: a command, an address, a small program. */
export const longest = 20_000;

/** The characters of a value: codes become characters, lists are joined. Null when it is no text. */
export function characters(value: Spelled): string | null {
  if (typeof value === 'string') return value;
  if (typeof value === 'number')
    return Number.isInteger(value) && value >= 0 && value <= 0x10ffff ? String.fromCodePoint(value) : null;
  let text = '';
  for (const one of value) {
    // A zero ends a C string.
    if (one === 0) continue;
    const part = characters(one);
    if (part === null || text.length > longest) return null;
    text += part;
  }
  return text;
}

/** The elements of a list, or the characters of a text. */
export function elements(value: Spelled): readonly Spelled[] | null {
  if (typeof value === 'number') return null;
  return typeof value === 'string' ? [...value] : value;
}

/** A character's code, or the number itself. */
export function code(value: Spelled): number | null {
  if (typeof value === 'number') return value;
  if (typeof value === 'string' && value.length === 1) return value.charCodeAt(0);
  return null;
}

/** `left operator right` where both are known; undefined when that spells nothing. */
export function combined(left: Spelled, operator: string, right: Spelled): Spelled | undefined {
  if ((operator === '+' || operator === '.') && !(typeof left === 'number' && typeof right === 'number')) {
    if (Array.isArray(left) && Array.isArray(right)) return [...(left as Spelled[]), ...(right as Spelled[])];
    const a = characters(typeof left === 'number' ? String(left) : left);
    const b = characters(typeof right === 'number' ? String(right) : right);
    return a !== null && b !== null && a.length + b.length <= longest ? a + b : undefined;
  }
  const a = code(left);
  const b = code(right);
  if (a === null || b === null) return undefined;
  if (operator === '^') return a ^ b;
  if (operator === '+') return a + b;
  if (operator === '-') return a - b;
  if (operator === '*' && Math.abs(a * b) < Number.MAX_SAFE_INTEGER) return a * b;
  if (operator === '%' && b !== 0) return a % b;
  return undefined;
}

/** What a decoder of this name makes of a text; undefined for a name that decodes nothing. */
export function decoded(name: string, text: string): string | undefined {
  if (/^(?:base64|b64|atob|m0?)$/.test(name)) return /^[\w+/=\s-]*$/.test(text) ? bytes(text, 'base64') : undefined;
  if (name === 'hex') return /^(?:[0-9a-fA-F]{2})*$/.test(text) ? bytes(text, 'hex') : undefined;
  if (name === 'rot13')
    return text.replace(/[a-zA-Z]/g, (one) => {
      const base = one <= 'Z' ? 65 : 97;
      return String.fromCharCode(((one.charCodeAt(0) - base + 13) % 26) + base);
    });
  if (name === 'reverse') return [...text].toReversed().join('');
  return undefined;
}

function bytes(text: string, encoding: 'base64' | 'hex'): string {
  return Buffer.from(text.slice(0, longest), encoding).toString('latin1');
}

/** A literal's text with its escapes resolved. */
export function unescaped(text: string): string {
  if (!text.includes('\\')) return text;
  return text.replace(
    /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|u\{([0-9a-fA-F]{1,6})\}|([0-7]{1,3})|([^]))/g,
    (whole, hex?: string, wide?: string, braced?: string, octal?: string, plain?: string) => {
      const digits = hex ?? wide ?? braced;
      const point =
        digits === undefined ? (octal === undefined ? null : Number.parseInt(octal, 8)) : Number.parseInt(digits, 16);
      if (point !== null) return point <= 0x10ffff ? String.fromCodePoint(point) : whole;
      return plain === 'n' ? '\n' : plain === 't' ? '\t' : plain === 'r' ? '\r' : (plain ?? whole);
    },
  );
}
