/** Resolves the escapes of a PHP string; unlike in other languages an unknown one keeps its backslash. */
export function phpText(written: string, quote: string): string {
  if (!written.includes('\\')) return written;
  if (quote === "'") return written.replace(/\\([\\'])/g, '$1');
  return written.replace(
    /\\(?:u\{([0-9a-fA-F]{1,6})\}|x([0-9a-fA-F]{1,2})|([0-7]{1,3})|([nrtvef\\$"]))/g,
    (_whole, unicode: string | undefined, hex: string | undefined, octal: string | undefined, letter: string) => {
      if (unicode !== undefined) return codePoint(parseInt(unicode, 16));
      if (hex !== undefined) return String.fromCharCode(parseInt(hex, 16));
      if (octal !== undefined) return String.fromCharCode(parseInt(octal, 8) & 255);
      return escapes[letter] ?? letter;
    },
  );
}

const escapes: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  e: '\u001b',
  f: '\f',
};

function codePoint(code: number): string {
  return code <= 0x10ffff ? String.fromCodePoint(code) : '';
}

/** The expression inside a PCRE literal such as `'/^[a-z]+$/i'`, or the text itself when it has no delimiters. */
export function withoutDelimiters(text: string): string {
  const found = /^([^\w\s\\])([^]*)([^\w\s\\])([a-zA-Z]*)$/.exec(text);
  if (!found) return text;
  const [, open = '', body = '', close = '', flags = ''] = found;
  if ((closing[open] ?? open) !== close) return text;
  // With the m flag `^` and `$` are those of a line, and prove nothing of the text.
  return flags.includes('m') ? `(?m:${body})` : body;
}

const closing: Readonly<Record<string, string>> = { '(': ')', '{': '}', '[': ']', '<': '>' };
