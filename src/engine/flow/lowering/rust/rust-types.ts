/** `name: web::Path<String>`: the parameter is a text of the request itself. */
export function isExtractedText(type: string): boolean {
  return /\b(?:Path|Query|Json|Form|Header|TypedHeader)\s*<\s*(?:String|Option<String>|Vec<String>|PathBuf|\([^()]*\bString\b[^()]*\))\s*>$/.test(
    type,
  );
}

/**
 * The last name of a written type: `web::Query<T>` → `Query`; null where none is written. A type without arguments of such a name
 * is another one (`std::path::Path`).
 */
export function typeName(written: string): string | null {
  const text = written.replace(/^&\s*('\w+\s+)?(mut\s+)?/, '');
  // An extractor of a number gives that number.
  const number = /\b(?:Path|Query|Json|Form|Option|Vec)<\s*([iuf](?:8|16|32|64|128|size)|bool|Uuid)\s*>$/.exec(
    text,
  )?.[1];
  if (number !== undefined) return number;
  const plain =
    text
      .replace(/<[^]*$/, '')
      .split('::')
      .at(-1)
      ?.trim() ?? '';
  if (/^(Path|Query|Json|Form)$/.test(plain) && !text.includes('<')) return `std${plain}`;
  return plain === '' ? null : plain;
}
