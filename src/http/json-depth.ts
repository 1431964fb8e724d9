const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_ARRAY = 0x5b;
const CLOSE_ARRAY = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;
const COMMA = 0x2c;

/** Deepest nesting that a body may have; the contract's bodies need 6. */
export const MAX_JSON_DEPTH = 32;

/** Most values that a body may have: 20,000 files of a project make 60,000. */
export const MAX_JSON_VALUES = 100_000;

/**
 * Says what a JSON text has too much of: `depth` when brackets outside strings nest deeper than allowed, `values` when
 * there are more of them (brackets and commas are counted). Linear, without recursion and without building anything, so
 * that it can run before JSON.parse: a parsed 50,000-deep value would overflow the stack of whoever walks it next, and
 * a million small objects hold up everybody's requests ten times as long as one text of the same length.
 * The bytes need not be valid JSON; UTF-8 continuation bytes are never mistaken for brackets.
 */
export function jsonExcess(json: Uint8Array, most: { depth: number; values: number }): 'depth' | 'values' | null {
  let depth = 0;
  let values = 0;
  for (let i = 0; i < json.length; i += 1) {
    const byte = json[i];
    if (byte === QUOTE) {
      i = endOfString(json, i);
    } else if (byte === OPEN_OBJECT || byte === OPEN_ARRAY) {
      depth += 1;
      values += 1;
      if (depth > most.depth) return 'depth';
    } else if (byte === COMMA) {
      values += 1;
    } else if (byte === CLOSE_OBJECT || byte === CLOSE_ARRAY) {
      depth -= 1;
    }
    if (values > most.values) return 'values';
  }
  return null;
}

/** Index of the quote that closes the string opened at `start`, or the end of the text. */
function endOfString(json: Uint8Array, start: number): number {
  let quote = json.indexOf(QUOTE, start + 1);
  while (quote > 0) {
    let backslashes = 0;
    while (json[quote - 1 - backslashes] === BACKSLASH) backslashes += 1;
    if (backslashes % 2 === 0) return quote;
    quote = json.indexOf(QUOTE, quote + 1);
  }
  return json.length;
}
